import process from 'node:process';
import { settingsHelp } from '../config/settings.ts';
import { type Command, EXIT } from './command.ts';
import { loadConfig } from './load-config.ts';
import { createLog } from './process-log.ts';
import { type Service, startService } from './service.ts';

/** Answers questions until it is told to stop. */
export const serve: Command = {
  help: `usage: chaperone serve [FLAGS]

Answers questions by the policies of a folder or a git repository, over TCP and unix sockets. Changed policies of a folder
are in force within two seconds; a broken set leaves the last good one in force. When ready, one line on standard error
names the addresses.

${settingsHelp().join('\n')}

Each flag may also stand in the environment (CHAPERONE_LISTEN, repeated values by comma) or in the configuration file.
SIGTERM and SIGINT stop: what is in flight finishes. SIGHUP reads the policies again.

exit codes: 0 stopped, 2 a setting, the policies or an address can't be had

examples:
  chaperone serve
  chaperone serve --policies policies/default --listen 127.0.0.1:4400 --listen unix:/run/chaperone.sock
  chaperone serve --decision-log decisions.jsonl --admin 127.0.0.1:4401
`,

  async run(argv, io) {
    const { config } = loadConfig(argv, io);
    const log = createLog({
      write: io.err,
      terminal: process.stderr.isTTY === true,
      paint: io.errPaint,
      now: io.now,
    });
    const stopped = stopSignal();
    let service: Service | undefined;
    process.on('SIGHUP', () => void service?.reload());
    service = await startService(config, io, log);
    const signal = await stopped;
    log({ level: 'info', message: `stopping: ${signal}` });
    await service.stop();
    return EXIT.done;
  },
};

/** Resolves with the name of the first signal to stop. A second one ends the process at once. */
function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    let stopping = false;
    const stop = (signal: string): void => {
      if (stopping) process.exit(EXIT.noAnswer);
      stopping = true;
      resolve(signal);
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  });
}
