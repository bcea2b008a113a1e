import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChaperone } from './lib/processes.mjs';
import { median, rounded } from './lib/statistics.mjs';

const POLICIES = join(import.meta.dirname, 'policies');

/** From the start of the process to the line that says it is ready, and the memory that it then has. */
export async function measureStart({ rounds }) {
  const folder = await mkdtemp(join(tmpdir(), 'chaperone-bench-'));
  const results = [];
  try {
    for (let round = 0; round < rounds; round++) results.push(await startOnce(join(folder, `${round}.sock`)));
  } finally {
    await rm(folder, { recursive: true });
  }
  const rows = ['readyMs', 'residentMiB'].map((name) => ({
    name,
    value: rounded(median(results.map((result) => result[name]))),
  }));
  return { rounds, rows };
}

async function startOnce(socket) {
  const { startMs, pid, stop } = await startChaperone({ policies: POLICIES, socket });
  const residentMiB = residentBytes(pid) / 2 ** 20;
  await stop();
  return { readyMs: startMs, residentMiB };
}

function residentBytes(pid) {
  try {
    const kibibytes = /^VmRSS:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kibibytes) * 1024;
  } catch {
    return Number.NaN;
  }
}
