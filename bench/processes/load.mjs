import { connect } from 'node:net';
import { quantile } from '../lib/statistics.mjs';

// Sends questions to one address and prints what it saw as one line of JSON. A process of its own, so that it takes no
// time from what it measures. Argument: { address: {port} | {path}, bodies, connections, seconds, rate? }. Without a
// rate each connection sends its next question as soon as it has an answer. With one, questions are due at even
// intervals, and a latency counts from when its question was due, so that a server that stalls is not spared.

const { address, bodies, connections, seconds, rate } = JSON.parse(process.argv[2]);
const END_OF_HEAD = Buffer.from('\r\n\r\n');
const REQUESTS = bodies.map((body) =>
  Buffer.from(
    `POST /decide HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  ),
);

const latencies = [];
let next = 0;
let failures = 0;
let isOver = false;

function takeRequest() {
  const request = REQUESTS[next % REQUESTS.length];
  next++;
  return request;
}

/** The length of the first whole response in the bytes; 0 where it is not there yet. */
function responseLength(bytes) {
  const head = bytes.indexOf(END_OF_HEAD);
  if (head < 0) return 0;
  const text = bytes.latin1Slice(0, head).toLowerCase();
  const at = text.indexOf('\r\ncontent-length: ');
  if (at < 0) throw new Error(`a response without a length: ${text}`);
  const end = head + END_OF_HEAD.length + Number.parseInt(text.slice(at + 18), 10);
  return bytes.length >= end ? end : 0;
}

function open(whenFree) {
  const socket = connect({ ...address, noDelay: true });
  let pending = Buffer.alloc(0);
  let dueAt = 0;
  const connection = {
    send: (due) => {
      dueAt = due;
      socket.write(takeRequest());
    },
    end: () => socket.destroy(),
  };
  socket.on('data', (bytes) => {
    pending = pending.length === 0 ? bytes : Buffer.concat([pending, bytes]);
    const length = responseLength(pending);
    if (length === 0) return;
    latencies.push(performance.now() - dueAt);
    if (pending.latin1Slice(9, 12) !== '200') failures++;
    pending = pending.subarray(length);
    whenFree(connection);
  });
  socket.on('error', (error) => {
    if (!isOver) throw error;
  });
  socket.on('close', () => {
    if (!isOver) throw new Error('the server closed a connection');
  });
  return new Promise((resolve) => socket.on('connect', () => resolve(connection)));
}

async function closedLoop() {
  const send = (connection) => {
    if (!isOver) connection.send(performance.now());
  };
  const opened = await Promise.all(Array.from({ length: connections }, () => open(send)));
  const began = performance.now();
  opened.forEach(send);
  return { opened, began };
}

async function openLoop() {
  const free = [];
  const opened = await Promise.all(
    Array.from({ length: connections }, () => open((connection) => free.push(connection))),
  );
  free.push(...opened);
  const began = performance.now();
  let due = began;
  const tick = () => {
    for (const now = performance.now(); due <= now && free.length > 0; due += 1000 / rate) free.pop().send(due);
    if (!isOver) setImmediate(tick);
  };
  tick();
  return { opened, began };
}

const { opened, began } = await (rate === undefined ? closedLoop() : openLoop());
await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
isOver = true;
const took = (performance.now() - began) / 1000;
for (const connection of opened) connection.end();
const [p50, p99] = [quantile(latencies, 0.5), quantile(latencies, 0.99)];
console.log(JSON.stringify({ answers: latencies.length, perSecond: latencies.length / took, p50, p99, failures }));
