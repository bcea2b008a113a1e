import { parseArgs } from 'node:util';
import { nearest } from '../model/nearest.ts';
import { didYouMean, type Given, type Layer } from './layers.ts';
import { SETTINGS, type SettingName } from './settings.ts';

export interface FlagLayer extends Layer {
  readonly positionals: readonly string[];
  readonly switches: ReadonlySet<string>;
}

/** Reads a command's arguments: the settings that it takes as flags, and switches of its own. */
export function readFlags(
  argv: readonly string[],
  names: readonly SettingName[],
  switches: readonly string[],
): FlagLayer {
  const { tokens } = parseArgs({ args: [...argv], options: optionsOf(names, switches), strict: false, tokens: true });
  const known = new Map<string, SettingName>(names.map((name) => [name, name]));
  const given = new Map<SettingName, Given>();
  const seen = new Set<string>();
  const positionals: string[] = [];
  const problems: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const name = known.get(token.name);
    const long = token.rawName.startsWith('--');
    if (long && switches.includes(token.name)) {
      seen.add(token.name);
      if (token.value !== undefined) problems.push(`\`--${token.name}\` takes no value`);
    } else if (name === undefined || !long) {
      problems.push(`unknown flag \`${token.rawName}\`${meant(token.name, [...names, ...switches])}`);
    } else if (SETTINGS[name].isSwitch === true) {
      add(given, name, token.value ?? 'true', problems);
    } else if (token.value === undefined || (!token.inlineValue && looksLikeFlag(token.value))) {
      problems.push(`\`--${name}\` needs a value`);
    } else {
      add(given, name, token.value, problems);
    }
  }
  return { given, problems, positionals, switches: seen };
}

function add(given: Map<SettingName, Given>, name: SettingName, text: string, problems: string[]): void {
  const origin = `flag --${name}`;
  const before = given.get(name)?.values ?? [];
  if (before.length === 1 && !SETTINGS[name].repeatable) problems.push(`\`--${name}\` is given more than once`);
  given.set(name, { origin, values: [...before, { text, origin }], folder: '' });
}

function optionsOf(
  names: readonly SettingName[],
  switches: readonly string[],
): Record<string, { type: 'string' | 'boolean' }> {
  return Object.fromEntries([
    ...names.map((name) => [name, { type: SETTINGS[name].isSwitch === true ? 'boolean' : 'string' } as const] as const),
    ...switches.map((name) => [name, { type: 'boolean' as const }] as const),
  ]);
}

// A lone dash is standard output, not a flag.
function looksLikeFlag(text: string): boolean {
  return text.length > 1 && text.startsWith('-');
}

function meant(name: string, candidates: readonly string[]): string {
  const near = nearest(name, candidates);
  return didYouMean(near === undefined ? undefined : `--${near}`);
}
