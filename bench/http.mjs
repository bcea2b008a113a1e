import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load, startChaperone, startEcho } from './lib/processes.mjs';
import { processorSeconds } from './lib/processor-time.mjs';
import { MIXED } from './lib/questions.mjs';
import { median, rounded } from './lib/statistics.mjs';
import { loadWithWrk } from './lib/wrk.mjs';

const POLICIES = join(import.meta.dirname, 'policies');
const BODIES = MIXED.map(({ question }) => JSON.stringify(question));
const CONNECTIONS = 16;

/**
 * `POST /decide` of the built service, its decision log and metrics on, beside a bare Hono JSON echo: in turns, so that
 * what else the machine does meets all alike. Figures are medians over rounds, ratios medians of each round's ratio.
 */
export async function measureHttp({ rounds, seconds, wrk }) {
  const folder = await mkdtemp(join(tmpdir(), 'chaperone-bench-'));
  const stops = [];
  try {
    const echo = await startEcho();
    stops.push(echo.stop);
    const socket = join(folder, 'c.sock');
    const service = await startChaperone({ policies: POLICIES, socket, decisionLog: join(folder, 'log.jsonl') });
    stops.push(service.stop);
    await checkAnswers(service);
    const targets = {
      echo: { address: echo.address, pid: echo.pid },
      tcp: { address: service.tcp, pid: service.pid },
      ...(wrk ? {} : { unix: { address: service.unix, pid: service.pid } }),
    };
    return await measure(targets, { rounds, seconds, run: wrk ? loadWithWrk : load });
  } finally {
    await Promise.all(stops.map((stop) => stop()));
    await rm(folder, { recursive: true });
  }
}

async function measure(targets, { rounds, seconds, run }) {
  const options = { bodies: BODIES, connections: CONNECTIONS };
  await inTurns(targets, 1, ({ address }) => run({ ...options, address, seconds: 1 }));
  const full = await inTurns(targets, rounds, (target) => runAndClock(target, run, { ...options, seconds }));
  const rate = Math.round(median(full.tcp.map(({ perSecond }) => perSecond)) / 2);
  const half = await inTurns(targets, rounds, ({ address }) => load({ ...options, address, seconds, rate }));
  const rows = Object.keys(targets).map((name) => ({
    name,
    perSecond: rounded(median(full[name].map(({ perSecond }) => perSecond))),
    toEcho: rounded(median(full[name].map(({ perSecond }, at) => perSecond / full.echo[at].perSecond))),
    processorMicros: rounded(median(full[name].map(({ processorMicros }) => processorMicros))),
    p50Ms: rounded(median(full[name].map(({ p50 }) => p50))),
    p99Ms: rounded(median(full[name].map(({ p99 }) => p99))),
    p50AtHalfMs: rounded(median(half[name].map(({ p50 }) => p50))),
    p99AtHalfMs: rounded(median(half[name].map(({ p99 }) => p99))),
    p99AtHalfToEcho: rounded(median(half[name].map(({ p99 }, at) => p99 / half.echo[at].p99))),
  }));
  return { rounds, seconds, generator: run === load ? 'own' : 'wrk', connections: CONNECTIONS, halfRate: rate, rows };
}

async function runAndClock({ address, pid }, run, options) {
  const before = processorSeconds(pid);
  const result = await run({ ...options, address });
  return { ...result, processorMicros: ((processorSeconds(pid) - before) * 1e6) / result.answers };
}

/** Calls `run` for each target once a round, each round from another target on. */
async function inTurns(targets, rounds, run) {
  const names = Object.keys(targets);
  const results = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (let at = 0; at < names.length; at++) {
      const name = names[(round + at) % names.length];
      results[name].push(await run(targets[name]));
    }
  }
  return results;
}

/** A benchmark of wrong answers is worth nothing. */
async function checkAnswers({ tcp, unix }) {
  for (const { question, effect } of MIXED) {
    for (const address of [tcp, { socketPath: unix.path }]) {
      const answer = JSON.parse(await post(address, JSON.stringify(question)));
      if (answer.effect !== effect) throw new Error(`${answer.effect} where ${effect} is right: ${answer.reason}`);
    }
  }
}

function post(address, body) {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', host: 'localhost' };
    const sent = request({ ...address, method: 'POST', path: '/decide', headers }, (response) => {
      response.setEncoding('utf8');
      let text = '';
      response.on('data', (part) => {
        text += part;
      });
      response.on('end', () => resolve(text));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
