import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureCompile } from './compile.mjs';
import { measureConditions } from './conditions.mjs';
import { measureHttp } from './http.mjs';
import { describeMachine } from './lib/machine.mjs';
import { writeFigures } from './lib/markdown.mjs';
import { measurePush } from './push.mjs';
import { measureStart } from './start.mjs';
import { measureVerdicts } from './verdicts.mjs';
import { measureWatch } from './watch.mjs';

// Measures, prints and, with every section, keeps the figures:
// npm run bench -- [--only http,verdicts] [--rounds 7] [--seconds 2] [--wrk] [--no-save]

const SECTIONS = {
  conditions: measureConditions,
  verdicts: measureVerdicts,
  compile: measureCompile,
  start: measureStart,
  http: measureHttp,
  push: measurePush,
  watch: measureWatch,
};

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(SECTIONS).join(',') },
    rounds: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '2' },
    wrk: { type: 'boolean', default: false },
    'no-save': { type: 'boolean', default: false },
  },
});
const options = { rounds: Number(values.rounds), seconds: Number(values.seconds), wrk: values.wrk };
const results = { date: new Date().toISOString(), machine: describeMachine(), sections: {} };

console.log(results.machine);
for (const name of values.only.split(',')) {
  const measure = SECTIONS[name];
  if (measure === undefined) throw new Error(`no section \`${name}\`: there are ${Object.keys(SECTIONS).join(', ')}`);
  const { rows, ...rest } = await measure(options);
  results.sections[name] = { ...rest, rows };
  console.log(`\n${name}`, rest);
  console.table(rows);
}
if (!values['no-save']) {
  const folder = join(import.meta.dirname, 'results');
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${results.date.slice(0, 10)}.json`);
  await writeFile(file, `${JSON.stringify(results, undefined, 2)}\n`);
  const isWhole = Object.keys(SECTIONS).every((name) => name in results.sections);
  if (isWhole) await writeFigures(join(import.meta.dirname, '..', 'docs', 'performance.md'), results);
  console.log(`written to ${file}${isWhole ? ' and docs/performance.md' : ''}`);
}
