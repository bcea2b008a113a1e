import { runJson } from './lib/processes.mjs';
import { median, rounded } from './lib/statistics.mjs';

const VERDICTS = 200_000;

/** Nanoseconds for one verdict in process, each round in a new process. The cached one counts key and lookup. */
export async function measureVerdicts({ rounds }) {
  const results = [];
  for (let round = 0; round < rounds; round++) results.push(await runJson('verdicts.mjs', String(VERDICTS)));
  const rows = Object.keys(results[0]).map((name) => ({
    name,
    nanoseconds: rounded(median(results.map((result) => result[name]))),
  }));
  const ratio = (name, base) => rounded(median(results.map((result) => result[name] / result[base])));
  return {
    rounds,
    rows,
    growth: ratio('the same 10 of 10 000 chains', 'one of 10 chains'),
    growthSpread: ratio('any of 10 000 chains', 'one of 10 chains'),
  };
}
