import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Runs the tests that need packages of their own: each folder beside this file that has a package.json. They import the
// built project. With names of folders as arguments, only those.

const HERE = dirname(fileURLToPath(import.meta.url));
const ENVIRONMENT = { ...process.env, MASTRA_TELEMETRY_DISABLED: '1' };

function run(command, args, cwd) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    env: ENVIRONMENT,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { ok: status === 0, output: `${stdout ?? ''}${stderr ?? ''}` };
}

/** Installs a folder's packages where its lock has changed since they were. Returns why it could not, if so. */
function install(folder) {
  const stamp = join(folder, 'node_modules', '.installed-lock');
  const digest = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return undefined;
  const { ok, output } = run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], folder);
  if (!ok) return `npm ci failed; is the package registry within reach?\n${output}`;
  writeFileSync(stamp, digest);
  return undefined;
}

function countOf(output, word) {
  return Number(new RegExp(`^# ${word} (\\d+)$`, 'mu').exec(output)?.[1] ?? 0);
}

/** A folder that can't be installed, or in which no test ran, counts as one failure. */
function testFolder(name) {
  const folder = join(HERE, name);
  const problem = install(folder);
  if (problem !== undefined) return { name, passed: 0, failed: 1, output: problem };
  const { ok, output } = run(process.execPath, ['--test', '--test-reporter=tap'], folder);
  const passed = countOf(output, 'pass');
  const failed = countOf(output, 'fail') + countOf(output, 'cancelled');
  const isSilent = failed === 0 && (!ok || passed === 0);
  return { name, passed, failed: isSilent ? 1 : failed, output };
}

function folders() {
  const wanted = process.argv.slice(2);
  const all = readdirSync(HERE).filter((name) => existsSync(join(HERE, name, 'package.json')));
  const unknown = wanted.find((name) => !all.includes(name));
  if (unknown !== undefined) throw new Error(`no runtime \`${unknown}\`: there are ${all.join(', ')}`);
  return wanted.length === 0 ? all : wanted;
}

const built = run('npm', ['run', 'build', '--silent'], join(HERE, '..', '..'));
if (!built.ok) {
  console.error(built.output);
  console.log('0 passed, 1 failed');
  process.exit(1);
}
const results = folders().map(testFolder);
for (const { name, passed, failed, output } of results) {
  console.log(failed > 0 ? output : output.replaceAll(/^(?!# \d+ times)[^\n]*\n/gmu, ''));
  console.log(`${name}: ${passed} passed, ${failed} failed`);
}
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') > 0 ? 1 : 0;
