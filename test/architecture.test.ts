import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { roomOf, violations } from './architecture/check.ts';
import { ROOMS } from './architecture/rooms.ts';

const SRC = new URL('../src/', import.meta.url);
const FILES = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts'))
  .sort();

describe('the house', () => {
  it.each(FILES)('src/%s keeps to its room', (path) => {
    expect(violations(path, readFileSync(new URL(path, SRC), 'utf8'))).toEqual([]);
  });

  it('has no folder that the table does not know, and the table no room that is not there', () => {
    const known = [...ROOMS.keys()];
    const found = [...new Set(FILES.map(roomOf))];
    expect(found.filter((room) => !known.includes(room))).toEqual([]);
    // What runtimes import comes with the first adapter; its row is law already.
    const unbuilt = ['client'];
    expect(known.filter((room) => !found.includes(room) && !unbuilt.includes(room))).toEqual([]);
  });

  it('reads files at all', () => {
    expect(FILES).toContain('model/question.ts');
  });
});

const LONG_FUNCTION = `export function long(): void {\n${'  void 0;\n'.repeat(59)}}\n`;

describe('each check can fail', () => {
  it.each([
    ['a room imports upward', 'model/x.ts', `import { decide } from '../engine/decide.ts';`, 'may not import `engine`'],
    [
      'a type import counts',
      'model/x.ts',
      `import type { D } from '../policy/documents.ts';`,
      'may not import `policy`',
    ],
    ['an inline type import counts', 'model/x.ts', `type D = import('../policy/documents.ts').D;`, '`policy`'],
    ['a re-export counts', 'source/x.ts', `export { a } from '../pdp/pdp.ts';`, 'may not import `pdp`'],
    ['a star re-export counts', 'source/x.ts', `export * from '../pdp/pdp.ts';`, 'may not import `pdp`'],
    ['a dynamic import counts', 'config/x.ts', `await import('../server/server.ts');`, 'may not import `server`'],
    ['a computed import is refused', 'source/x.ts', `await import(name);`, '(computed)'],
    ['a worker file counts', 'pdp/x.ts', `new URL('../cli/w.ts', import.meta.url);`, 'may not import `cli`'],
    [
      'a value where types alone may pass',
      'engine/x.ts',
      `import { read } from '../policy/read.ts';`,
      'types of `policy`',
    ],
    [
      'types in braces leave an import',
      'engine/x.ts',
      `import { type D } from '../policy/read.ts';`,
      'types of `policy`',
    ],
    ['an import for its effect', 'record/x.ts', `import '../pdp/pdp.ts';`, 'may not import `pdp`'],
    ['a way out of src', 'cli/x.ts', `import { run } from '../../test/run.ts';`, 'leads out of src'],
    ['a package of another room', 'engine/x.ts', `import { parse } from 'yaml';`, 'the package `yaml`'],
    ['a package with a like name', 'policy/x.ts', `import { parse } from 'yaml-ext';`, 'the package `yaml-ext`'],
    ['a node module without its prefix', 'source/x.ts', `import { exec } from 'child_process';`, 'the package'],
    ['a node module in a pure room', 'engine/x.ts', `import { createHash } from 'node:crypto';`, '`node:crypto`'],
    ['another node module in policy', 'policy/x.ts', `import { readFileSync } from 'node:fs';`, '`node:fs`'],
    ['a child process', 'cli/x.ts', `import { spawn } from 'node:child_process';`, '`node:child_process`'],
    ['a worker', 'record/x.ts', `import { Worker } from 'node:worker_threads';`, '`node:worker_threads`'],
    ['a cluster', 'pdp/x.ts', `import cluster from 'node:cluster';`, '`node:cluster`'],
    ['a require', 'cli/x.ts', `const fs = require('fs');`, '`require`'],
    ['a createRequire', 'cli/x.ts', `import { createRequire } from 'node:module';`, '`node:module`'],
    ['the console', 'server/x.ts', `console.error('x');`, '`console`'],
    ['the console by another way', 'server/x.ts', `globalThis.console.log(1);`, '`console`'],
    ['an exit', 'server/x.ts', `process.exit(1);`, '`process.exit`'],
    ['an exit by index', 'server/x.ts', `process['exit'](1);`, '`process.exit`'],
    ['an exit taken out', 'server/x.ts', `const { exit } = process;`, '`process.exit`'],
    ['a clock', 'engine/x.ts', `export const at = Date.now();`, '`Date.now`'],
    ['a clock by construction', 'policy/x.ts', `export const at = new Date();`, '`new Date`'],
    ['a clock by call', 'policy/x.ts', `export const at = Date();`, '`Date()`'],
    ['a stopwatch', 'condition/x.ts', `performance.now();`, '`performance`'],
    ['the environment', 'authoring/x.ts', `export const home = process.env['HOME'];`, '`process`'],
    ['a random number', 'engine/x.ts', `Math.random();`, '`Math.random`'],
    ['the network', 'policy/x.ts', `await fetch('http://localhost');`, '`fetch`'],
    ['a timer', 'authoring/x.ts', `setTimeout(() => 0, 1);`, '`setTimeout`'],
    ['an entry that does something', 'index.ts', `export const x = 1;`, 're-exports'],
    ['an unknown folder', 'utils/x.ts', `export const x = 1;`, 'no room'],
    ['a file of 301 lines', 'model/x.ts', 'void 0;\n'.repeat(301), '301 lines'],
    ['a function of 61 lines', 'model/x.ts', LONG_FUNCTION, '61 lines'],
    ['a method of 61 lines', 'model/x.ts', `class A { m() {\n${'\n'.repeat(59)}} }`, '61 lines'],
  ])('%s', (_name, path, text, expected) => {
    expect(violations(path, text).join('\n')).toContain(expected);
  });

  it.each([
    ['a date of a given instant', 'engine/x.ts', `export const at = (now: number): Date => new Date(now);`],
    [
      'a property of a forbidden name',
      'engine/x.ts',
      `export const x = (s: { process: number }): number => s.process;`,
    ],
    ['types of the rooms below', 'engine/x.ts', `import type { D } from '../policy/documents.ts';`],
    ['a part of an allowed package', 'server/x.ts', `import { stream } from 'hono/streaming';`],
    ['a file of 300 lines', 'model/x.ts', 'void 0;\n'.repeat(300)],
    ['a function of 60 lines', 'model/x.ts', LONG_FUNCTION.replace('  void 0;\n', '')],
    ['an entry that re-exports', 'index.ts', `export { createPdp } from './pdp/pdp.ts';`],
    ['what stands in a comment or in text', 'engine/x.ts', `// console.log\nexport const x = 'process.exit';`],
  ])('but lets pass %s', (_name, path, text) => {
    expect(violations(path, text)).toEqual([]);
  });
});
