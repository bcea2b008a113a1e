import { runJson } from './lib/processes.mjs';
import { median, rounded } from './lib/statistics.mjs';

const RUNS = 1_000_000;

/** Nanoseconds of a condition and of the function that someone would write by hand for it, in turns in one process. */
export async function measureConditions({ rounds }) {
  const results = [];
  for (let round = 0; round < rounds; round++) results.push(await runJson('conditions.mjs', String(RUNS)));
  const rows = Object.keys(results[0]).map((key) => {
    const [name, compilation] = key.split('\t');
    const of = (take) => rounded(median(results.map((result) => take(result[key]))));
    const hand =
      results[0][key][1] === null
        ? { handNs: '', toHand: '' }
        : { handNs: of((pair) => pair[1]), toHand: of((pair) => pair[0] / pair[1]) };
    return { name, compilation, conditionNs: of((pair) => pair[0]), ...hand };
  });
  return { rounds, rows };
}
