import { testGate } from '../authoring/gate.ts';
import type { Config } from '../config/config.ts';
import { ChaperoneError } from '../model/errors.ts';
import type { AdminEvent, Recorder } from '../model/recorder.ts';
import { createWorkerParse } from '../pdp/parse-worker.ts';
import { createPdp, type Pdp } from '../pdp/pdp.ts';
import { createDecisionLog, type DecisionLog } from '../record/decision-log.ts';
import { createMetrics, type Metrics, type MetricsStatus } from '../record/metrics.ts';
import { type RunningServer, startServer } from '../server/server.ts';
import { startWebhook } from '../server/webhook.ts';
import type { Io } from './command.ts';
import { counted, printDiagnostics } from './findings.ts';
import { createPolicySource } from './policy-source.ts';
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
  /** Calls back whenever a set has come in force. */
  readonly accepted: (listener: () => void) => void;
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
    const { pdp, metrics, note, accepted } = createParts(config, io, log, opened);
    if (config.git === undefined) await loadFirst(pdp, config, io, log);
    // A repository may be slow or away for long: probes and questions are answered meanwhile.
    else void pdp.reload();
    opened.push(async () => note('stopped', 'stopped'));
    const server = await startServer({ ...config, pdp, metrics, version: readVersion(), log });
    opened.push(() => server.close());
    const webhook = await openWebhook(config, pdp, log, opened);
    note('started', `answering on ${server.decisions.join(', ')}`);
    tellWhenReady({ pdp, log, server, webhook, accepted });
    return { reload: () => reloadNow(pdp, log), stop: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function openWebhook(config: Config, pdp: Pdp, log: Log, opened: Close[]): Promise<string | undefined> {
  const named = config.git?.webhook;
  if (named === undefined) return undefined;
  const { socketMode } = config;
  // A forge has no certificate of a caller's; its signature says who it is.
  const tls = config.tls && { certificate: config.tls.certificate, key: config.tls.key };
  const webhook = await startWebhook({ ...named, socketMode, tls, log, pushed: () => void pdp.reload() });
  opened.push(() => webhook.close());
  return webhook.name;
}

interface Telling {
  readonly pdp: Pdp;
  readonly log: Log;
  readonly server: RunningServer;
  readonly webhook: string | undefined;
  readonly accepted: Parts['accepted'];
}

/** One line names the addresses once questions are decided, and before that one where it takes longer. */
function tellWhenReady({ pdp, log, server, webhook, accepted }: Telling): void {
  const addresses = {
    listen: server.decisions,
    admin: server.admin,
    ...(webhook === undefined ? {} : { webhook }),
  };
  let isTold = false;
  const tell = (): void => {
    const { revision } = pdp.status();
    if (isTold || revision === null) return;
    isTold = true;
    log({ level: 'info', message: 'ready', ...addresses, revision });
  };
  accepted(tell);
  tell();
  if (!isTold) log({ level: 'info', message: 'waiting for policies', ...addresses });
}

/** What is opened first is closed last: the decision log outlives all that is written to it. */
function createParts(config: Config, io: Io, log: Log, opened: Close[]): Parts {
  const decisionLog = openDecisionLog(config, log);
  if (decisionLog !== undefined) opened.push(() => decisionLog.close());
  const worker = createWorkerParse();
  opened.push(() => worker.close());
  const metrics = createMetrics({ status: () => statusOf(pdp, decisionLog) });
  const listeners: (() => void)[] = [];
  const recorders: readonly Recorder[] = [
    metrics,
    createEventLog(log, () => pdp.status().lastFailure?.diagnostics ?? [], config.git === undefined),
    ...(decisionLog === undefined ? [] : [decisionLog]),
    acceptance(listeners),
  ];
  const { source, close } = createPolicySource(config, io, log);
  opened.push(close);
  const pdp = createPdp({
    source,
    recorders,
    cacheSize: config.cacheSize,
    attributes: config.attributes,
    parse: worker.parse,
    clock: io.now,
    ...(config.staleness === undefined ? {} : { staleness: config.staleness }),
    ...(config.requireTests ? { gate: testGate } : {}),
  });
  opened.push(() => pdp.close());
  const note: Parts['note'] = (kind, detail) => {
    const event = { time: io.now(), kind, revision: pdp.status().revision, detail };
    for (const recorder of recorders) recorder.event(event);
  };
  return { pdp, metrics, note, accepted: (listener) => listeners.push(listener) };
}

function acceptance(listeners: readonly (() => void)[]): Recorder {
  return {
    decided: () => {},
    event: ({ kind }) => {
      if (kind === 'policy-accepted') for (const listener of listeners) listener();
    },
  };
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

/** Puts the first set in force. A folder that is missing, empty or broken at the start is not served. */
async function loadFirst(pdp: Pdp, config: Config, io: Io, log: Log): Promise<void> {
  const first = await pdp.reload();
  if (first.result === 'refused') {
    io.err(printDiagnostics(config.policies, first.diagnostics, io.errPaint));
    throw new ChaperoneError('policy-invalid', first.message);
  }
  if (first.warnings.length > 0) {
    const found = counted(first.warnings.length, 'warning');
    log({ level: 'warn', message: `the policies have ${found}: see chaperone check ${config.policies}` });
  }
}

async function reloadNow(pdp: Pdp, log: Log): Promise<void> {
  const { result } = await pdp.reload();
  // A set that is accepted or refused is told of as such; only one that is the same would go unmentioned.
  if (result === 'unchanged')
    log({ level: 'info', message: 'policies are unchanged', revision: pdp.status().revision });
}
