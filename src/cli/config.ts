import type { InForce } from '../config/assemble.ts';
import { settingsHelp } from '../config/settings.ts';
import { alignColumns, oneLine } from './columns.ts';
import { type Command, EXIT } from './command.ts';
import { loadConfig } from './load-config.ts';

/** Prints what `serve` would run with: nothing is started and no file but the configuration is opened. */
export const config: Command = {
  help: `usage: chaperone config [--json] [FLAGS OF SERVE]

Prints each setting, its value and where the value came from. A flag wins over the environment (CHAPERONE_LISTEN for
--listen, repeated values by comma), the environment over the configuration file.

${settingsHelp().join('\n')}
  --json  a JSON array of {name, value, origin}

exit codes: 0 done, 2 a setting is wrong

examples:
  chaperone config
  CHAPERONE_LISTEN=unix:/run/chaperone.sock chaperone config --json
`,

  run(argv, io) {
    const { settings, switches } = loadConfig(argv, io, ['json']);
    if (switches.has('json')) io.out(`${JSON.stringify(settings, null, 2)}\n`);
    else io.out(`${alignColumns(settings.map(row)).join('\n')}\n`);
    return Promise.resolve(EXIT.done);
  },
};

function row({ name, value, origin }: InForce): readonly string[] {
  const text = value === null || value.length === 0 ? '(not set)' : [value].flat().join(', ');
  return [name, oneLine(text), oneLine(origin)];
}
