import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { CacheUse } from '../../src/model/recorder.ts';
import { CAUSES, type Effect } from '../../src/model/verdict.ts';
import { createMetrics, type MetricsStatus } from '../../src/record/metrics.ts';
import { sampleDecision, sampleEvent } from './samples.ts';

const STATUS: MetricsStatus = {
  revision: 'f00d',
  lastSuccess: 1_700_000_000_500,
  reloads: { accepted: 2, unchanged: 3, refused: 4 },
  cache: { entries: 5, evictions: 6 },
  record: { queued: 7, written: 8, dropped: { 'queue-full': 9, 'write-failed': 10, closed: 11, fault: 12 } },
};

/** Sample lines by name and labels. */
function samples(text: string): ReadonlyMap<string, number> {
  const lines = text.split('\n').filter((line) => line.startsWith('chaperone_'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

function decide(effect: Effect, rules: readonly string[], cache: CacheUse = 'miss', durationNanoseconds = 0) {
  const sample = sampleDecision();
  return { ...sample, cache, durationNanoseconds, answer: { ...sample.answer, effect, rules } };
}

describe('a scrape', () => {
  it('shows every series before the first decision, so that rates work', async () => {
    const shown = samples(await createMetrics({ status: () => STATUS }).text());
    const zeros = [...shown].filter(([name]) => /decisions_total|denials|condition|duration_seconds_count/.test(name));
    expect(zeros.length).toBe(9 + CAUSES.length + 1 + 1 + 9);
    expect(new Set(zeros.map(([, value]) => value))).toEqual(new Set([0]));
    expect(
      [...shown.keys()].filter((name) => name.startsWith('chaperone_decision_duration_seconds_bucket')).length,
    ).toBe(9 * 14);
  });

  it('shows what the status says at that moment', async () => {
    let status: MetricsStatus = STATUS;
    const metrics = createMetrics({ status: () => status });
    const first = samples(await metrics.text());
    expect(Object.fromEntries([...first].filter(([name]) => /^chaperone_(policy|cache|record)_/.test(name)))).toEqual({
      chaperone_cache_entries: 5,
      chaperone_cache_evictions_total: 6,
      'chaperone_policy_info{revision="f00d"}': 1,
      'chaperone_policy_reloads_total{result="accepted"}': 2,
      'chaperone_policy_reloads_total{result="unchanged"}': 3,
      'chaperone_policy_reloads_total{result="refused"}': 4,
      chaperone_policy_behind: 0,
      chaperone_policy_last_success_timestamp_seconds: 1_700_000_000.5,
      chaperone_record_queued: 7,
      chaperone_record_written_total: 8,
      'chaperone_record_dropped_total{reason="queue-full"}': 9,
      'chaperone_record_dropped_total{reason="write-failed"}': 10,
      'chaperone_record_dropped_total{reason="closed"}': 11,
      'chaperone_record_dropped_total{reason="fault"}': 12,
    });
    status = { ...STATUS, lastFailure: { message: 'broken' }, revision: 'beef', cache: { entries: 1, evictions: 7 } };
    const second = samples(await metrics.text());
    expect(second.has('chaperone_policy_info{revision="f00d"}')).toBe(false);
    expect(second.get('chaperone_policy_info{revision="beef"}')).toBe(1);
    expect(second.get('chaperone_policy_behind')).toBe(1);
    expect(second.get('chaperone_cache_entries')).toBe(1);
    expect(second.get('chaperone_cache_evictions_total')).toBe(7);
  });

  it('shows zeros before the first policy set and where no log is written', async () => {
    const { record: _, ...unrecorded } = STATUS;
    const status = { ...unrecorded, revision: null, lastSuccess: null };
    const shown = samples(await createMetrics({ status: () => status }).text());
    expect([...shown.keys()].some((name) => name.startsWith('chaperone_policy_info'))).toBe(false);
    expect(shown.get('chaperone_policy_last_success_timestamp_seconds')).toBe(0);
    expect(shown.get('chaperone_record_dropped_total{reason="queue-full"}')).toBe(0);
  });

  it('has Node’s own beside ours, and leaves two services in one process apart', async () => {
    const [one, other] = [createMetrics({ status: () => STATUS }), createMetrics({ status: () => STATUS })];
    one.decided(decide('allow', ['acme#r']));
    expect(await one.text()).toContain('process_resident_memory_bytes');
    expect(one.contentType).toMatch(/^text\/plain; version=0\.0\.4/);
    const allowed = 'chaperone_decisions_total{effect="allow",cache="miss"}';
    expect(samples(await one.text()).get(allowed)).toBe(1);
    expect(samples(await other.text()).get(allowed)).toBe(0);
  });
});

describe('a decision', () => {
  it('counts once, by effect and use of the cache, and in its bucket', async () => {
    const metrics = createMetrics({ status: () => STATUS });
    metrics.decided(decide('allow', ['role:a#b'], 'hit', 10_000));
    metrics.decided(decide('allow', ['role:a#b'], 'hit', 10_001));
    metrics.decided(decide('ask', ['acme#r'], 'bypass', 2e9));
    metrics.event(sampleEvent);
    const shown = samples(await metrics.text());
    const of = (name: string, effect: Effect, cache: CacheUse, le?: string) =>
      shown.get(`chaperone_${name}{${le === undefined ? '' : `le="${le}",`}effect="${effect}",cache="${cache}"}`);
    expect(of('decisions_total', 'allow', 'hit')).toBe(2);
    expect(of('decisions_total', 'ask', 'bypass')).toBe(1);
    expect(of('decisions_total', 'ask', 'miss')).toBe(0);
    expect(of('decision_duration_seconds_bucket', 'allow', 'hit', '0.00001')).toBe(1);
    expect(of('decision_duration_seconds_bucket', 'allow', 'hit', '0.000025')).toBe(2);
    expect(of('decision_duration_seconds_bucket', 'ask', 'bypass', '1')).toBe(0);
    expect(of('decision_duration_seconds_bucket', 'ask', 'bypass', '+Inf')).toBe(1);
    expect(of('decision_duration_seconds_sum', 'ask', 'bypass')).toBe(2);
    expect(shown.get('chaperone_condition_errors_total')).toBe(3);
    expect(shown.get('chaperone_attribute_warnings_total')).toBe(0);
  });

  it('counts where it was not as declared', async () => {
    const metrics = createMetrics({ status: () => STATUS });
    const decision = decide('allow', ['role:a#b']);
    metrics.decided({ ...decision, verdict: { ...decision.verdict, warning: '`context.args` is missing' } });
    metrics.decided(decision);
    expect(samples(await metrics.text()).get('chaperone_attribute_warnings_total')).toBe(1);
  });

  it('that is a denial counts by its cause, or as a rule’s, and never by the rule’s name', async () => {
    const metrics = createMetrics({ status: () => STATUS });
    for (const cause of CAUSES) metrics.decided(decide('deny', [cause]));
    metrics.decided(decide('deny', ['!secret', 'acme#freeze']));
    for (const name of ['acme#freeze', 'constructor', '!default#x']) metrics.decided(decide('deny', [name]));
    metrics.decided(decide('ask', ['acme#cap']));
    const text = await metrics.text();
    const shown = samples(text);
    for (const cause of CAUSES) {
      expect(shown.get(`chaperone_denials_total{cause="${cause}"}`)).toBe(cause === '!secret' ? 2 : 1);
    }
    expect(shown.get('chaperone_denials_total{cause="rule"}')).toBe(3);
    expect(text).not.toMatch(/acme|constructor|triage|refund/);
  });
});

const TOOL = 'promtool';
const found = spawnSync(TOOL, ['--version']).status === 0;

describe('Prometheus', () => {
  it.skipIf(!found)(`reads it and finds nothing to better${found ? '' : ' (skipped: no promtool here)'}`, async () => {
    const metrics = createMetrics({ status: () => ({ ...STATUS, revision: 'a"b\\c\nd' }) });
    metrics.decided(decide('allow', ['acme#r']));
    const own = (await metrics.text()).split('\n').filter((line) => line.includes('chaperone_'));
    const check = (input: string) =>
      execFileSync(TOOL, ['check', 'metrics'], { input, encoding: 'utf8', stdio: 'pipe' });
    expect(check(`${own.join('\n')}\n`)).toBe('');
    expect(() => check('chaperone_x{ 1\n')).toThrow();
  });
});
