import { resolve } from 'node:path';
import { ChaperoneError } from '../model/errors.ts';
import { assembleConfig, type InForce, settingsInForce } from './assemble.ts';
import { checkGiven, checkTogether } from './check.ts';
import type { Config } from './config.ts';
import { cutPasswords } from './cut.ts';
import { readEnvironment } from './environment.ts';
import { readConfigFile } from './file.ts';
import { readFlags } from './flags.ts';
import { faultOf, type Layer } from './layers.ts';
import { SETTING_NAMES, type SettingName } from './settings.ts';

export interface ConfigInput {
  /** What follows the command's name. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads a file as text; throws where that can't be done. */
  readonly readFile: (path: string) => string;
  /** Where a relative `--config` starts. */
  readonly cwd: string;
  /** The settings that the command takes as flags: all, where it is left out. */
  readonly names?: readonly SettingName[];
  /** Flags without a value that are the command's own: `json` for `--json`. */
  readonly switches?: readonly string[];
}

export interface ConfigRead {
  readonly config: Config;
  /** Every setting, in the order of the table. */
  readonly settings: readonly InForce[];
  readonly positionals: readonly string[];
  /** The command's own switches that were given. */
  readonly switches: ReadonlySet<string>;
}

/**
 * Reads flags, environment and file into one frozen configuration; a flag wins over the environment, the environment
 * over the file. Throws one ChaperoneError that names everything wrong: `usage` where flags alone are, else `config`.
 */
export function readConfig(input: ConfigInput): ConfigRead {
  const flags = readFlags(input.argv, input.names ?? SETTING_NAMES, input.switches ?? []);
  const environment = readEnvironment(input.env);
  const layers = [flags, environment, readFile(input, flags, environment)];
  // A later entry of a Map replaces an earlier one: weakest first, so that the strongest stays.
  const winners = new Map(layers.toReversed().flatMap(({ given }) => [...given]));
  const problems = layers.flatMap((layer) => [...layer.problems, ...checkGiven(layer.given)]);
  problems.push(...checkTogether(winners));
  if (problems.length > 0) throw refusal(problems, flags);
  const { positionals, switches } = flags;
  return { config: assembleConfig(winners), settings: settingsInForce(winners), positionals, switches };
}

function refusal(problems: readonly string[], flags: Layer): ChaperoneError {
  const ofFlags = problems.every((problem) => flags.problems.includes(problem) || problem.startsWith('flag '));
  return new ChaperoneError(ofFlags ? 'usage' : 'config', cutPasswords(problems.join('; ')));
}

function readFile(input: ConfigInput, ...stronger: readonly Layer[]): Layer {
  const written = stronger.flatMap(({ given }) => given.get('config')?.values ?? [])[0];
  const nothing: Layer = { given: new Map(), problems: [] };
  if (written === undefined || faultOf(written) !== undefined) return nothing;
  try {
    return readConfigFile(written.text, input.readFile(resolve(input.cwd, written.text)));
  } catch (error) {
    const why = error instanceof Error ? error.message.split(',', 1)[0] : String(error);
    return { ...nothing, problems: [`${written.origin}: \`${written.text}\` can't be read: ${why}`] };
  }
}
