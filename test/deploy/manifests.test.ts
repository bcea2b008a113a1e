import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { SETTING_NAMES, variableOf } from '../../src/config/settings.ts';
import { CAUSES } from '../../src/model/verdict.ts';
import { loadPolicies } from '../../src/pdp/load.ts';
import { serve } from '../docs/served.ts';

const DEPLOY = new URL('../../deploy/', import.meta.url);
const DEFAULTS = fileURLToPath(new URL('../../policies/default', import.meta.url));
const RULES = new URL('prometheus/rules.yaml', DEPLOY);

interface Container {
  readonly name: string;
  readonly env: readonly { readonly name: string }[];
  readonly securityContext: Record<string, unknown>;
  readonly volumeMounts: readonly { readonly name: string; readonly readOnly?: boolean }[];
}

describe('deploy/kubernetes/sidecar.yaml', () => {
  const manifest = parse(readFileSync(new URL('kubernetes/sidecar.yaml', DEPLOY), 'utf8'));
  const containers: readonly Container[] = manifest.spec.template.spec.containers;
  const sidecar = containers.find((container) => container.name === 'chaperone');

  it('sets variables that are settings', () => {
    const known = SETTING_NAMES.map(variableOf);
    expect(sidecar?.env.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([]);
  });

  it('runs without root, without a writable file system, with policies that it cannot write', () => {
    expect(sidecar?.securityContext).toMatchObject({ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false });
    expect(sidecar?.volumeMounts).toEqual([expect.objectContaining({ name: 'policies', readOnly: true })]);
    expect(manifest.spec.template.spec.securityContext.runAsNonRoot).toBe(true);
  });
});

describe('a mounted ConfigMap', () => {
  it('is read through its links, and its hidden folders are not read twice', async () => {
    const mount = mkdtempSync(join(tmpdir(), 'chaperone-configmap-'));
    const files = readdirSync(DEFAULTS);
    mkdirSync(join(mount, '..2026_06_15'));
    symlinkSync('..2026_06_15', join(mount, '..data'));
    for (const name of files) {
      cpSync(join(DEFAULTS, name), join(mount, '..2026_06_15', name));
      symlinkSync(join('..data', name), join(mount, name));
    }
    const [mounted, plain] = [await loadPolicies(mount), await loadPolicies(DEFAULTS)];
    rmSync(mount, { recursive: true });
    expect(mounted.snapshot.revision).toBe(plain.snapshot.revision);
  });
});

describe('deploy/prometheus/rules.yaml', () => {
  const text = readFileSync(RULES, 'utf8');

  it('asks for metrics, causes and results that the service has', async () => {
    const served = await serve({ args: ['--policies', 'policies/default'] });
    const metrics = await (await fetch(`${served.admin}/metrics`)).text();
    await served.stop();
    const names = [...text.matchAll(/chaperone_[a-z_]+/g)].map(([name]) => name);
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) expect(metrics).toContain(`\n${name}`);
    expect(metrics).toContain('result="refused"');
    const causes = [...text.matchAll(/![a-z-]+/g)].map(([cause]) => cause);
    expect(causes.filter((cause) => !CAUSES.some((known) => known === cause))).toEqual([]);
  });

  it('is what promtool takes for rules, where there is one', () => {
    const found = spawnSync('promtool', ['check', 'rules', fileURLToPath(RULES)], { encoding: 'utf8' });
    // A machine without Prometheus can't tell; CI installs it.
    if (found.error !== undefined) return;
    expect(found.stderr + found.stdout).toContain('SUCCESS: 6 rules found');
  });
});
