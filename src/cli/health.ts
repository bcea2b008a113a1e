import { request } from 'node:http';
import type { ListenAddress } from '../config/config.ts';
import { printAddress, readAddress } from '../config/read-value.ts';
import { SETTINGS, variableOf } from '../config/settings.ts';
import { type Command, EXIT, type Io } from './command.ts';
import { readFlags, usage } from './flags.ts';

const TIMEOUT_MS = 2000;

/** Asks the admin listener; exits 0 where it says yes, 1 where it says no, 2 where nobody answers. */
export const health: Command = {
  help: `usage: chaperone health [--admin ADDR] [--live]

Asks a running service whether it is ready: a policy set is in force. Meant for exec probes and container health checks.

  --admin ADDR  the admin listener: HOST:PORT or unix:PATH
                (default: CHAPERONE_ADMIN, else the configuration file of CHAPERONE_CONFIG, else ${SETTINGS.admin.fallback})
  --live        ask only whether the process answers

exit codes: 0 yes, 1 no, 2 nobody answers there

examples:
  chaperone health
  chaperone health --admin unix:/run/chaperone-admin.sock
`,

  async run(argv, io) {
    const flags = readFlags(argv, { admin: 'text', live: 'switch' });
    const address = await adminAddress(flags.text('admin'), io);
    const status = await getStatus(address, flags.on('live') ? '/healthz' : '/readyz');
    if (typeof status === 'string') {
      io.err(`chaperone: nobody answers at ${printAddress(address)}: ${status}\n`);
      return EXIT.noAnswer;
    }
    const good = status === 200;
    io.out(
      good
        ? `${flags.on('live') ? 'alive' : 'ready'}\n`
        : `not ${flags.on('live') ? 'alive' : 'ready'}: status ${status}\n`,
    );
    return good ? EXIT.done : EXIT.no;
  },
};

async function adminAddress(flag: string | undefined, io: Io): Promise<ListenAddress> {
  const stated = flag ?? io.env[variableOf('admin')];
  if (stated === undefined && io.env[variableOf('config')] !== undefined) return configuredAddress(io);
  const read = readAddress(stated ?? SETTINGS.admin.fallback ?? '', '');
  if (!read.ok) throw usage(read.message);
  return read.value;
}

/** Reading a configuration file costs more than the question, so it is done only where there is one. */
async function configuredAddress(io: Io): Promise<ListenAddress> {
  const { loadConfig } = await import('./load-config.ts');
  return loadConfig([], io).config.admin;
}

/** The status that the path is answered with, or why there is none. */
function getStatus(address: ListenAddress, path: string): Promise<number | string> {
  const to =
    address.kind === 'unix' ? { socketPath: address.path } : { host: reachable(address.host), port: address.port };
  return new Promise((resolve) => {
    const asked = request({ ...to, path, agent: false, timeout: TIMEOUT_MS }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on('timeout', () => asked.destroy(new Error('no answer in time')));
    asked.on('error', (error) => resolve(error.message));
    asked.end();
  });
}

/** A listener on every address is asked on loopback. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  return host === '::' ? '::1' : host;
}
