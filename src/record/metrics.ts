import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Decided, Recorder } from '../model/recorder.ts';
import { createCounts } from './counts.ts';
import type { RecordStats } from './decision-log.ts';
import { DROP_REASONS } from './losses.ts';
import { showCounter, showGauge } from './show.ts';

/** What a scrape shows besides the decisions, read at each scrape. */
export interface MetricsStatus {
  readonly revision: string | null;
  /** Epoch milliseconds; null before the first. */
  readonly lastSuccess: number | null;
  /** What is wrong with the newest policies; null or absent where nothing is. */
  readonly lastFailure?: object | null;
  /** Since the start. */
  readonly reloads: { readonly accepted: number; readonly unchanged: number; readonly refused: number };
  readonly cache: { readonly entries: number; readonly evictions: number };
  /** Absent where no decision log is written. */
  readonly record?: RecordStats;
}

/** A recorder that counts, and the text that a scrape gets. */
export interface Metrics extends Recorder {
  decided(decision: Decided): void;
  readonly contentType: string;
  text(): Promise<string>;
}

/** Seconds: from 10 microseconds to 1 second. */
const BUCKETS = [1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 1e-2, 2.5e-2, 0.1, 1];

/**
 * Creates the metrics, Node's own among them, in a registry that is nobody else's. Every combination of labels is there
 * from the first scrape, and no label has a value that a caller can choose.
 */
export function createMetrics({ status }: { readonly status: () => MetricsStatus }): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const decided = showDecisions(registry);
  showPolicies(registry, status);
  showRecord(registry, status);
  return { decided, event() {}, contentType: registry.contentType, text: () => registry.metrics() };
}

function showDecisions(registry: Registry): (decision: Decided) => void {
  const name = 'chaperone_decision_duration_seconds';
  const help = 'How long decisions took, without reading the question and writing the answer.';
  const labelNames = ['effect', 'cache'] as const;
  const durations = new Histogram({ name, help, labelNames, buckets: BUCKETS, registers: [registry] });
  const counts = createCounts((effect, cache) => {
    durations.zero({ effect, cache });
    return durations.labels({ effect, cache });
  });
  showCounter(registry, 'chaperone_decisions_total', 'Questions answered.', labelNames, () =>
    counts.uses().map(({ effect, cache, count }) => [{ effect, cache }, count]),
  );
  showCounter(registry, 'chaperone_denials_total', 'Questions denied, by what denied them.', ['cause'], () =>
    [...counts.denials()].map(([cause, count]) => [{ cause }, count]),
  );
  showCounter(registry, 'chaperone_condition_errors_total', 'Conditions that were neither true nor false.', [], () => [
    [{}, counts.conditionErrors()],
  ]);
  const warned = 'Questions decided though not as declared.';
  showCounter(registry, 'chaperone_attribute_warnings_total', warned, [], () => [[{}, counts.warnings()]]);
  return (decision) => counts.add(decision).detail.observe(decision.durationNanoseconds / 1e9);
}

function showPolicies(registry: Registry, status: () => MetricsStatus): void {
  showGauge(registry, 'chaperone_cache_entries', 'Entries of the decision cache.', [], () => [
    [{}, status().cache.entries],
  ]);
  showCounter(registry, 'chaperone_cache_evictions_total', 'Entries that the decision cache gave up.', [], () => [
    [{}, status().cache.evictions],
  ]);
  showGauge(registry, 'chaperone_policy_info', 'The policy set in force: always 1.', ['revision'], () => {
    const { revision } = status();
    return revision === null ? [] : [[{ revision }, 1]];
  });
  showCounter(registry, 'chaperone_policy_reloads_total', 'Policy sets read, by what became of them.', ['result'], () =>
    Object.entries(status().reloads).map(([result, count]) => [{ result }, count]),
  );
  const name = 'chaperone_policy_last_success_timestamp_seconds';
  showGauge(registry, name, 'When a policy set was last read and found good; 0 before the first.', [], () => [
    [{}, (status().lastSuccess ?? 0) / 1000],
  ]);
  const behind = 'Whether the newest policies could not be put in force: 1 while older ones, or none, decide.';
  showGauge(registry, 'chaperone_policy_behind', behind, [], () => [
    [{}, (status().lastFailure ?? null) === null ? 0 : 1],
  ]);
}

function showRecord(registry: Registry, status: () => MetricsStatus): void {
  showGauge(registry, 'chaperone_record_queued', 'Records that wait to be written.', [], () => [
    [{}, status().record?.queued ?? 0],
  ]);
  showCounter(registry, 'chaperone_record_written_total', 'Records written.', [], () => [
    [{}, status().record?.written ?? 0],
  ]);
  showCounter(registry, 'chaperone_record_dropped_total', 'Records lost, by why.', ['reason'], () =>
    DROP_REASONS.map((reason) => [{ reason }, status().record?.dropped[reason] ?? 0]),
  );
}
