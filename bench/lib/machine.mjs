import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';

/** What the figures depend on, besides the code. */
export function describeMachine() {
  const processors = cpus();
  return {
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    revision: revision(),
  };
}

/** The commit measured, marked where files differ from it. Undefined outside a clone. */
function revision() {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], {
      encoding: 'utf8',
      cwd: import.meta.dirname,
    }).trim();
  } catch {
    return undefined;
  }
}
