import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { policyFiles } from './lib/policy-sets.mjs';
import { runJson } from './lib/processes.mjs';
import { median, rounded } from './lib/statistics.mjs';

const DOCUMENTS = 10_000;
const CHANGED = 'chains-5000.yaml';

/** Loading a folder of many documents, and loading it again when one file has changed: each round in a new process. */
export async function measureCompile({ rounds }) {
  const folder = await mkdtemp(join(tmpdir(), 'chaperone-bench-'));
  try {
    const files = policyFiles(DOCUMENTS);
    const before = files.find(({ path }) => path === CHANGED).text;
    for (const { path, text } of files) await writeFile(join(folder, path), text);
    const results = [];
    for (let round = 0; round < rounds; round++) {
      const after = before.replace('amount > ', `amount > ${round + 1}`);
      results.push(await runJson('compile.mjs', folder, CHANGED, before, after));
    }
    const rows = Object.keys(results[0]).map((name) => ({
      name,
      value: rounded(median(results.map((result) => result[name]))),
    }));
    return { rounds, documents: DOCUMENTS, files: files.length, rows };
  } finally {
    await rm(folder, { recursive: true });
  }
}
