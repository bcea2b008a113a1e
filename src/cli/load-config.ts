import { readFileSync } from 'node:fs';
import process from 'node:process';
import { type ConfigRead, readConfig } from '../config/read-config.ts';
import type { Io } from './command.ts';
import { usage } from './flags.ts';

/** The settings in force. Throws a ChaperoneError that names everything wrong with them, and for words beside flags. */
export function loadConfig(argv: readonly string[], io: Io, switches: readonly string[] = []): ConfigRead {
  const readFile = (path: string): string => readFileSync(path, 'utf8');
  const read = readConfig({ argv, env: io.env, readFile, cwd: process.cwd(), switches });
  const extra = read.positionals[0];
  if (extra !== undefined) throw usage(`\`${extra}\` is one word too many`);
  return read;
}
