import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createWorkerParse } from '../../dist/pdp/parse-worker.js';
import { createPdp } from '../../dist/pdp/pdp.js';
import { createDirectorySource } from '../../dist/source/directory.js';

// Loads the folder given, changes one file of it and loads it again, as the service does, and prints what that took.

const [folder, path, before, after] = process.argv.slice(2);
const { parse, close } = createWorkerParse();
const pdp = createPdp({ source: createDirectorySource(folder), parse });

async function timed(expected) {
  const began = performance.now();
  const { result, message } = await pdp.reload();
  if (result !== expected) throw new Error(`${result} where ${expected} is right: ${message}`);
  return performance.now() - began;
}

/** Without the watcher, which would reload by itself. */
async function reloadAfter(text) {
  await writeFile(join(folder, path), text);
  return timed('accepted');
}

const coldMs = await timed('accepted');
const coldProcessorMs = process.cpuUsage().user / 1000;
const coldMiB = process.memoryUsage.rss() / 2 ** 20;
await pdp.close();
const held = monitorEventLoopDelay({ resolution: 1 });
const firstReloadMs = await reloadAfter(after);
held.enable();
const reloadMs = await reloadAfter(before);
held.disable();
const rssMiB = process.memoryUsage.rss() / 2 ** 20;
console.log(
  JSON.stringify({ coldMs, coldProcessorMs, coldMiB, firstReloadMs, reloadMs, heldMs: held.max / 1e6, rssMiB }),
);
await close();
