import { parseArgs } from 'node:util';
import { ChaperoneError } from '../model/errors.ts';
import { nearest } from '../model/nearest.ts';

/** `text` takes a value once, `list` takes one each time it is given, `switch` takes none. */
export type FlagKind = 'text' | 'list' | 'switch';

export interface Flags {
  readonly positionals: readonly string[];
  /** The value of a `text` flag, the last one where it was repeated. */
  text(name: string): string | undefined;
  /** The values of a `list` flag, in order. */
  list(name: string): readonly string[];
  on(name: string): boolean;
}

/**
 * Reads a command's arguments. Throws a ChaperoneError (`usage`) for an unknown flag, a value that is missing or one
 * too many, and more words than `words`.
 */
export function readFlags(argv: readonly string[], kinds: Readonly<Record<string, FlagKind>>, words = 0): Flags {
  const options = Object.fromEntries(
    Object.entries(kinds).map(([name, kind]) => [name, { type: kind === 'switch' ? 'boolean' : 'string' } as const]),
  );
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, tokens: true });
  const given = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const value = flagValue(token, kinds);
    given.set(token.name, [...(given.get(token.name) ?? []), value]);
  }
  const extra = positionals[words];
  if (extra !== undefined) throw usage(`\`${extra}\` is one word too many`);
  return {
    positionals,
    text: (name) => given.get(name)?.at(-1),
    list: (name) => given.get(name) ?? [],
    on: (name) => given.has(name),
  };
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function flagValue(token: OptionToken, kinds: Readonly<Record<string, FlagKind>>): string {
  const kind = Object.hasOwn(kinds, token.name) ? kinds[token.name] : undefined;
  if (kind === undefined || !token.rawName.startsWith('--')) {
    const meant = nearest(token.name, Object.keys(kinds));
    throw usage(`unknown flag \`${token.rawName}\`${meant === undefined ? '' : `: did you mean \`--${meant}\`?`}`);
  }
  if (kind === 'switch') {
    if (token.value !== undefined) throw usage(`\`${token.rawName}\` takes no value`);
    return '';
  }
  if (token.value === undefined || (!token.inlineValue && token.value.startsWith('--'))) {
    throw usage(`\`${token.rawName}\` needs a value`);
  }
  return token.value;
}

/** A failure that the person who typed the command can mend. */
export function usage(message: string): ChaperoneError {
  return new ChaperoneError('usage', message);
}
