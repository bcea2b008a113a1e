import { readFile, writeFile } from 'node:fs/promises';

const BEGIN = '<!-- figures: written by `npm run bench` -->';
const END = '<!-- end of figures -->';

const TITLES = {
  http: '`POST /decide`, decision log and metrics on',
  conditions: 'One condition beside a function written by hand',
  verdicts: 'One verdict in process',
  compile: 'Loading 10 000 documents',
  start: 'Starting',
  push: 'From a `git push` to the first answer by the new revision',
  watch: 'From a change in a folder to its being read',
};

const WORDS = {
  name: '',
  value: '',
  nanoseconds: 'ns of processor time',
  perSecond: 'answers/s',
  toEcho: 'to echo',
  compilation: 'compiled to',
  conditionNs: 'ns',
  handNs: 'by hand, ns',
  toHand: 'to by hand',
  processorMicros: 'processor µs an answer',
  p50Ms: 'p50 ms',
  p99Ms: 'p99 ms',
  p50AtHalfMs: 'p50 ms at half',
  p99AtHalfMs: 'p99 ms at half',
  p99AtHalfToEcho: 'p99 at half to echo',
  echo: 'bare Hono JSON echo',
  tcp: 'chaperone, TCP',
  unix: 'chaperone, unix socket',
  coldMs: 'all files, ms',
  coldProcessorMs: 'all files, ms of processor time',
  coldMiB: 'resident after, MiB',
  firstReloadMs: 'first reload with one file changed, ms',
  reloadMs: 'next reload with one file changed, ms',
  heldMs: 'longest hold of the event loop in it, ms',
  rssMiB: 'resident after both, MiB',
  readyMs: 'process start to ready, ms',
  residentMiB: 'resident idle, MiB',
  medianMs: 'median ms',
  longestMs: 'longest ms',
  webhook: 'told by a webhook',
};

/** Puts the figures of a run between the marks of a page. */
export async function writeFigures(page, results) {
  const text = await readFile(page, 'utf8');
  const [before, rest] = text.split(BEGIN);
  const [, after] = (rest ?? '').split(END);
  if (after === undefined) throw new Error(`${page} has no marks to write figures between`);
  await writeFile(page, `${before}${BEGIN}\n${figures(results)}\n${END}${after}`);
}

function figures({ date, machine, sections }) {
  const { processor, cores, memoryGiB, platform, node } = machine;
  const on = `${date.slice(0, 10)}, ${processor}, ${cores} cores, ${memoryGiB} GiB, ${platform}, Node ${node}.`;
  return [
    on,
    ...Object.entries(sections).map(([name, section]) => `### ${TITLES[name]}\n\n${table(section.rows)}`),
  ].join('\n\n');
}

function table(rows) {
  const keys = Object.keys(rows[0]);
  const lines = [keys, keys.map(() => '---'), ...rows.map((row) => keys.map((key) => row[key]))];
  return lines.map((cells) => `| ${cells.map((cell) => WORDS[cell] ?? cell).join(' | ')} |`).join('\n');
}
