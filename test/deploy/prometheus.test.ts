import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { has, type Prometheus, startPrometheus } from './prometheus-server.ts';
import { type Busy, startBusy } from './traffic.ts';

const DEPLOY = new URL('../../deploy/', import.meta.url);
const RULES = fileURLToPath(new URL('prometheus/rules.yaml', DEPLOY));
const { groups }: Rules = parse(readFileSync(RULES, 'utf8'));
const ALL = groups.flatMap(({ rules }) => rules);
const DASHBOARD: Dashboard = JSON.parse(readFileSync(new URL('grafana/chaperone.json', DEPLOY), 'utf8'));
const PANELS = DASHBOARD.panels.filter(({ type }) => type !== 'row');

interface Rules {
  readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[];
}

interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
}

interface Dashboard {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly definition?: string }[] };
  readonly annotations: { readonly list: readonly { readonly expr: string }[] };
}

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets: readonly { readonly expr: string }[];
}

describe.skipIf(!has('prometheus'))('a Prometheus that scrapes a service which is asked', () => {
  let busy: Busy;
  let prometheus: Prometheus;
  beforeAll(async () => {
    busy = await startBusy();
    prometheus = await startPrometheus(new URL(busy.served.admin).host, RULES);
    await until(async () => (await prometheus.query('chaperone_decisions_total')).length > 0);
    await busy.refuse();
    await until(async () => (await prometheus.query('count_over_time(up[1m]) >= 5')).length > 0);
  });
  afterAll(async () => {
    await prometheus?.stop();
    await busy?.stop();
  });

  const queries = PANELS.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ title, expr })));
  it.each(queries)('finds numbers for the panel "$title"', async ({ expr }) => {
    const series = await prometheus.query(filled(expr));
    expect(series.length).toBeGreaterThan(0);
    for (const { value } of series) expect(value).not.toBeNaN();
  });

  it('finds the values of the variables, and what the annotation marks', async () => {
    const definitions = DASHBOARD.templating.list.flatMap(({ definition }) => definition ?? []);
    expect(definitions.length).toBe(2);
    for (const definition of definitions) {
      const [, selector = '', label = ''] = /^label_values\((.+), (\w+)\)$/.exec(definition) ?? [];
      const [series] = await prometheus.query(filled(selector));
      expect(series?.metric[label]).toBeTypeOf('string');
    }
    for (const { expr } of DASHBOARD.annotations.list) {
      expect(await prometheus.query(filled(expr.replace('> 0', '>= 0')))).not.toEqual([]);
    }
  });

  it.each(ALL)('has every series that the rule $record$alert reads', async ({ expr }) => {
    await prometheus.query(expr);
    const read = selectors(expr);
    expect(read.length).toBeGreaterThan(0);
    for (const selector of read) expect(await prometheus.query(selector), selector).not.toEqual([]);
  });

  it('counts what was asked, by effect, cause and use of the cache', async () => {
    for (const label of ['effect="allow"', 'effect="deny"', 'effect="ask"', 'cache="hit"', 'cache="bypass"']) {
      const [series] = await prometheus.query(`sum(rate(chaperone_decisions_total{${label}}[5s]))`);
      expect(series?.value, label).toBeGreaterThan(0);
    }
  });

  it('raises the alerts that the service gives cause for, and no other', async () => {
    // How long anything takes is this machine's affair.
    const ofTime = ['ChaperoneBusy', 'ChaperoneSlow'];
    const raised = async (): Promise<readonly string[]> => {
      const names = (await prometheus.query('ALERTS')).map(({ metric }) => metric['alertname'] ?? '');
      return names.filter((name) => !ofTime.includes(name)).sort();
    };
    await until(async () => (await raised()).length >= 2);
    expect(await raised()).toEqual(['ChaperoneConditionErrors', 'ChaperonePolicyBehind']);
  });
});

describe('deploy/grafana/chaperone.json', () => {
  it('has panels with a title and an id of their own, none above another', () => {
    expect(PANELS.length).toBeGreaterThan(20);
    expect(new Set(DASHBOARD.panels.map(({ id }) => id)).size).toBe(DASHBOARD.panels.length);
    const cells = DASHBOARD.panels.flatMap(({ gridPos: { x, y, w, h } }) => {
      expect(x + w).toBeLessThanOrEqual(24);
      return Array.from({ length: w * h }, (_, at) => `${x + (at % w)},${y + Math.floor(at / w)}`);
    });
    expect(new Set(cells).size).toBe(cells.length);
  });

  it('shows every metric of ours', async () => {
    const busy = await startBusy();
    const shown = await (await fetch(`${busy.served.admin}/metrics`)).text();
    await busy.stop();
    const names = [...shown.matchAll(/^# TYPE (chaperone_\w+)/gm)].map(([, name = '']) => name);
    const text = JSON.stringify(DASHBOARD);
    expect(names.filter((name) => !text.includes(name))).toEqual([]);
  });
});

describe.skipIf(!has('promtool'))('deploy/prometheus/rules.yaml', () => {
  it('is what promtool takes for rules', () => {
    const said = promtool('check', 'rules', RULES);
    expect(said).toMatchObject({ status: 0, stdout: expect.stringContaining(`SUCCESS: ${ALL.length} rules found`) });
  });

  it('passes its unit tests', () => {
    expect(promtool('test', 'rules', fileURLToPath(new URL('prometheus/rules.test.yaml', DEPLOY))).status).toBe(0);
  });

  // A dozen runs of promtool: only where there is time.
  it.runIf(process.env['CHAPERONE_TEST_LONG'] !== undefined)('has unit tests that miss each alert', () => {
    const folder = mkdtempSync(join(tmpdir(), 'chaperone-rules-'));
    cpSync(new URL('prometheus/rules.test.yaml', DEPLOY), join(folder, 'rules.test.yaml'));
    const missed = ALL.filter((rule) => {
      const never = rule.alert === undefined ? rule.expr : 'vector(0) > 1';
      const changed = groups.map(({ name, rules }) => ({
        name,
        rules: rules.map((each) => (each === rule ? { ...each, expr: never } : each)),
      }));
      writeFileSync(join(folder, 'rules.yaml'), stringify({ groups: changed }));
      return promtool('test', 'rules', join(folder, 'rules.test.yaml')).status !== 0;
    });
    rmSync(folder, { recursive: true });
    expect(missed.map(({ alert }) => alert)).toEqual(ALL.flatMap(({ alert }) => alert ?? []));
  });
});

/** A query as Grafana would send it, with all jobs and instances chosen. */
function filled(expr: string): string {
  return expr.replaceAll(/\$(job|instance)\b/g, '.*').replaceAll(/\$__(rate_interval|range)\b/g, '5s');
}

/** The series that an expression names, each as a query of its own. */
function selectors(expr: string): readonly string[] {
  const found = expr.match(/\b(?:up|(?:chaperone|process|nodejs|job\w*:chaperone)_?[\w:]+)(?:\{[^}]*\})?/g) ?? [];
  return [...new Set(found)];
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(100);
}

function promtool(...words: readonly string[]): { readonly status: number | null; readonly stdout: string } {
  return spawnSync('promtool', words, { encoding: 'utf8' });
}
