import type { Config } from '../config/config.ts';
import { ChaperoneError } from '../model/errors.ts';
import type { AdminEvent, Recorder } from '../model/recorder.ts';
import { createWorkerParse } from '../pdp/parse-worker.ts';
import { createPdp, type Pdp } from '../pdp/pdp.ts';
import { createDecisionLog, type DecisionLog } from '../record/decision-log.ts';
import { createMetrics, type Metrics, type MetricsStatus } from '../record/metrics.ts';
import { startServer } from '../server/server.ts';
import { createDirectorySource } from '../source/directory.ts';
import type { Io } from './command.ts';
import { counted, printDiagnostics } from './findings.ts';
import { createEventLog, type Log } from './process-log.ts';
import { readVersion } from './version.ts';

/** A service that answers. */
export interface Service {
  reload(): Promise<void>;
  /** Takes no more questions, finishes those in flight, writes what was recorded, and lets go of everything. */
  stop(): Promise<void>;
}

interface Parts {
  readonly pdp: Pdp;
  readonly metrics: Metrics;
  readonly note: (kind: AdminEvent['kind'], detail: string) => void;
}

type Close = () => Promise<void>;

/**
 * Puts a service together and starts it; when it resolves, a line of the log has named the addresses. Rejects with a
 * ChaperoneError, and leaves nothing open, where the policies, the decision log or an address can't be had.
 */
export async function startService(config: Config, io: Io, log: Log): Promise<Service> {
  const opened: Close[] = [];
  const closeAll = async (): Promise<void> => {
    for (const close of opened.splice(0).reverse()) await close();
  };
  try {
    const { pdp, metrics, note } = createParts(config, io, log, opened);
    const revision = await loadFirst(pdp, config, io, log);
    opened.push(async () => note('stopped', 'stopped'));
    const server = await startServer({ ...config, pdp, metrics, version: readVersion(), log });
    opened.push(() => server.close());
    note('started', `answering on ${server.decisions.join(', ')}`);
    log({ level: 'info', message: 'ready', listen: server.decisions, admin: server.admin, revision });
    return { reload: () => reloadNow(pdp, log), stop: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** What is opened first is closed last: the decision log outlives all that is written to it. */
function createParts(config: Config, io: Io, log: Log, opened: Close[]): Parts {
  const decisionLog = openDecisionLog(config, log);
  if (decisionLog !== undefined) opened.push(() => decisionLog.close());
  const worker = createWorkerParse();
  opened.push(() => worker.close());
  const metrics = createMetrics({ status: () => statusOf(pdp, decisionLog) });
  const recorders: readonly Recorder[] = [
    metrics,
    createEventLog(log, () => pdp.status().lastFailure?.diagnostics ?? []),
    ...(decisionLog === undefined ? [] : [decisionLog]),
  ];
  const pdp = createPdp({
    source: createDirectorySource(config.policies),
    recorders,
    cacheSize: config.cacheSize,
    parse: worker.parse,
    clock: io.now,
  });
  opened.push(() => pdp.close());
  const note: Parts['note'] = (kind, detail) => {
    const event = { time: io.now(), kind, revision: pdp.status().revision, detail };
    for (const recorder of recorders) recorder.event(event);
  };
  return { pdp, metrics, note };
}

function openDecisionLog({ decisionLog }: Config, log: Log): DecisionLog | undefined {
  if (decisionLog === undefined) return undefined;
  return createDecisionLog({
    target: decisionLog,
    onError: (error) => log({ level: 'error', message: `decisions can't be recorded: ${error.message}` }),
  });
}

function statusOf(pdp: Pdp, decisionLog: DecisionLog | undefined): MetricsStatus {
  return { ...pdp.status(), ...(decisionLog === undefined ? {} : { record: decisionLog.stats() }) };
}

/** The revision in force. A folder that is missing, empty or broken at the start is not served. */
async function loadFirst(pdp: Pdp, config: Config, io: Io, log: Log): Promise<string> {
  const first = await pdp.reload();
  if (first.result === 'refused') {
    io.err(printDiagnostics(config.policies, first.diagnostics, io.errPaint));
    throw new ChaperoneError('policy-invalid', first.message);
  }
  if (first.warnings.length > 0) {
    const found = counted(first.warnings.length, 'warning');
    log({ level: 'warn', message: `the policies have ${found}: see chaperone check ${config.policies}` });
  }
  return first.revision;
}

async function reloadNow(pdp: Pdp, log: Log): Promise<void> {
  const { result } = await pdp.reload();
  // A set that is accepted or refused is told of as such; only one that is the same would go unmentioned.
  if (result === 'unchanged')
    log({ level: 'info', message: 'policies are unchanged', revision: pdp.status().revision });
}
