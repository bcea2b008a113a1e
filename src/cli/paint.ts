/** Puts text in a colour, or leaves it as it is. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
}

/** Colours where a person reads along: on a terminal, unless `NO_COLOR` is set or the terminal is dumb. */
export function createPaint(terminal: boolean, env: Readonly<Record<string, string | undefined>>): Paint {
  const on = terminal && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  const code = (open: number, close: number): ((text: string) => string) =>
    on ? (text) => `\u001b[${open}m${text}\u001b[${close}m` : (text) => text;
  return { bold: code(1, 22), dim: code(2, 22), red: code(31, 39), green: code(32, 39), yellow: code(33, 39) };
}
