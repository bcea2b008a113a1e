import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The same as `load` without a rate, by wrk, which must be installed: it takes less of the machine, but knows TCP alone. */
export async function loadWithWrk({ address, bodies, connections, seconds }) {
  const folder = await mkdtemp(join(tmpdir(), 'chaperone-bench-'));
  try {
    const script = join(folder, 'ask.lua');
    await writeFile(script, scriptFor(bodies));
    const url = `http://${address.host}:${address.port}/decide`;
    const args = ['-t1', `-c${connections}`, `-d${seconds}s`, '-s', script, url];
    const { stdout } = await promisify(execFile)('wrk', args);
    const result = JSON.parse(stdout.slice(stdout.lastIndexOf('\n{')));
    if (result.failures > 0) throw new Error(`${result.failures} answers were no 200`);
    return result;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function scriptFor(bodies) {
  return `
local bodies = { ${bodies.map((body) => `[==[${body}]==]`).join(',\n')} }
local headers = { ["content-type"] = "application/json" }
local requests = {}
local at = 0
function init()
  for i, body in ipairs(bodies) do requests[i] = wrk.format("POST", nil, headers, body) end
end
function request()
  at = at % #requests + 1
  return requests[at]
end
function done(summary, latency)
  local errors = summary.errors
  local failures = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  local text = '{"answers":%d,"perSecond":%f,"p50":%f,"p99":%f,"failures":%d}'
  local perSecond = summary.requests * 1e6 / summary.duration
  local p50, p99 = latency:percentile(50) / 1000, latency:percentile(99) / 1000
  print(string.format(text, summary.requests, perSecond, p50, p99, failures))
end
`;
}
