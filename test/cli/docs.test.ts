import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readCases } from '../../src/policy/case-file.ts';
import { CLI, cleanEnv, runHere } from '../support/cli.ts';

const root = mkdtempSync(join(tmpdir(), 'chaperone-docs-'));
afterAll(() => rmSync(root, { recursive: true }));

function page(name: string): string {
  return readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
}

function blocks(text: string, language: string): readonly string[] {
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)]
    .filter((match) => match[1] === language)
    .map((match) => match[2] ?? '');
}

interface Step {
  readonly command: string;
  readonly expected: string;
}

function steps(block: string): readonly Step[] {
  return block
    .split(/^\$ /m)
    .slice(1)
    .map((text) => {
      const end = text.indexOf('\n');
      return { command: text.slice(0, end), expected: text.slice(end + 1) };
    });
}

/** `…` stands for what differs from run to run. */
function pattern(expected: string): RegExp {
  const parts = expected.split('…').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^\\n]+?')}$`);
}

describe('docs/cli.md', () => {
  it('shows what the commands print', () => {
    const bin = join(root, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'chaperone'), `#!/bin/sh\nexec '${process.execPath}' '${CLI}' "$@"\n`);
    chmodSync(join(bin, 'chaperone'), 0o755);
    const env = cleanEnv({ PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` });
    const all = blocks(page('cli.md'), 'console').flatMap(steps);
    expect(all.length).toBeGreaterThan(15);
    let code = 0;
    for (const { command, expected } of all) {
      const script = `exec 2>&1; (exit ${code}); ${command}`;
      const run = spawnSync('bash', ['-c', script], { cwd: root, env, encoding: 'utf8' });
      code = run.status ?? -1;
      if (!pattern(expected).test(run.stdout)) expect(run.stdout, command).toBe(expected);
    }
  });

  it('has a section for every command, and no other', async () => {
    const { stdout } = await runHere(['--help']);
    const commands = [...stdout.matchAll(/^ {2}(\w+) {2,}/gm)].map((match) => match[1]).sort();
    const sections = [...page('cli.md').matchAll(/^## (\w+)$/gm)].map((match) => match[1]).sort();
    expect(sections).toEqual(commands);
  });
});

describe('docs/testing-policies.md', () => {
  it('shows files that are right', () => {
    const files = blocks(page('testing-policies.md'), 'yaml').map((text, index) => ({
      path: `${index}.test.yaml`,
      text,
    }));
    const { cases, diagnostics } = readCases(files);
    expect(diagnostics).toEqual([]);
    expect(cases).toHaveLength(2);
  });
});
