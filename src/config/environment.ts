import { nearest } from '../model/nearest.ts';
import { didYouMean, type Given, type Layer } from './layers.ts';
import { SETTING_NAMES, SETTINGS, type SettingName, variableOf } from './settings.ts';

const PREFIX = 'CHAPERONE_';

/** Holds the token for a git server, where no file does. */
export const GIT_TOKEN_VARIABLE = 'CHAPERONE_GIT_TOKEN';

// Kubernetes makes these for every pod beside a Service that is called `chaperone`.
const SERVICE = /^CHAPERONE_(?:PORT(?:_.*)?|SERVICE_.*)$/;

// The same for a Service that is called `chaperone-` and something: unknown, but not misspelt.
const OTHER_SERVICE = /_(?:SERVICE_(?:HOST|PORT(?:_.*)?)|PORT(?:_\d+_(?:TCP|UDP|SCTP)(?:_.*)?)?)$/;

// Not settings: what turns on the long tests, and the token for git, which must not be printed or stand in a file.
const ASIDE: ReadonlySet<string> = new Set(['CHAPERONE_TEST_LONG', GIT_TOKEN_VARIABLE]);

const NAMES: ReadonlyMap<string, SettingName> = new Map(SETTING_NAMES.map((name) => [variableOf(name), name]));

/** Reads the variables that begin with `CHAPERONE_`; a repeatable setting takes several values, by comma. */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): Layer {
  const given = new Map<SettingName, Given>();
  const problems: string[] = [];
  for (const [variable, text] of Object.entries(env)) {
    if (text === undefined || !variable.startsWith(PREFIX) || ASIDE.has(variable) || SERVICE.test(variable)) continue;
    const name = NAMES.get(variable);
    if (name === undefined) {
      problems.push(unknown(variable));
      continue;
    }
    const origin = `environment ${variable}`;
    const texts = SETTINGS[name].repeatable ? text.split(',').map((item) => item.trim()) : [text];
    given.set(name, { origin, values: texts.map((item) => ({ text: item, origin })), folder: '' });
  }
  return { given, problems };
}

function unknown(variable: string): string {
  const hint = OTHER_SERVICE.test(variable)
    ? ': where Kubernetes made it from the name of a Service, set `enableServiceLinks: false` on the pod'
    : didYouMean(nearest(variable, NAMES.keys()));
  return `unknown variable \`${variable}\`${hint}`;
}
