import process from 'node:process';
import { ChaperoneError } from '../model/errors.ts';
import { EXIT, type Io } from './command.ts';
import { createPaint } from './paint.ts';

/** The streams, environment and clock of this process. */
export function createIo(): Io {
  // A reader that went away (`| head`) is no fault to report, but what it did not read was not answered either.
  process.stdout.on('error', () => process.exit(EXIT.noAnswer));
  process.stderr.on('error', () => {});
  return {
    env: process.env,
    now: Date.now,
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    interactive: process.stdin.isTTY === true,
    readInput: readStandardInput,
    outPaint: createPaint(process.stdout.isTTY === true, process.env),
    errPaint: createPaint(process.stderr.isTTY === true, process.env),
  };
}

async function readStandardInput(limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > limit) throw new ChaperoneError('usage', `standard input is longer than ${limit} bytes`);
    chunks.push(bytes);
  }
  return decodeText(Buffer.concat(chunks), 'standard input');
}

/** The text of UTF-8 bytes; throws a ChaperoneError that names `what` where they are none. */
export function decodeText(bytes: Uint8Array, what: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ChaperoneError('usage', `${what} is not UTF-8 text`);
  }
}
