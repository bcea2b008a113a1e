import type { SettingName } from './settings.ts';

/** A value as written, and where: `flag --listen`, `environment CHAPERONE_LISTEN`, `file chaperone.yaml:3`, `default`. */
export interface Written {
  readonly text: string;
  readonly origin: string;
}

/** The values that one place gives a setting. */
export interface Given {
  readonly origin: string;
  readonly values: readonly Written[];
  /** Where relative paths among the values start; empty for the working directory. */
  readonly folder: string;
}

/** What was given in one place: by flags, in the environment or in a file. Problems are one line each. */
export interface Layer {
  readonly given: ReadonlyMap<SettingName, Given>;
  readonly problems: readonly string[];
}

const CONTROL = /\p{Cc}/u;

/** Why a written value can't be one, whatever the setting; undefined where nothing is wrong. */
export function faultOf({ text, origin }: Written): string | undefined {
  if (text === '') return `${origin}: the value is empty`;
  if (CONTROL.test(text)) return `${origin}: the value has a control character`;
  return undefined;
}

/** The end of a message about a name that nobody knows. */
export function didYouMean(name: string | undefined): string {
  return name === undefined ? '' : `: did you mean \`${name}\`?`;
}
