import { ChaperoneError } from '../model/errors.ts';
import { nearest } from '../model/nearest.ts';
import { oneLine } from './columns.ts';
import { type Command, EXIT, type Io } from './command.ts';
import { readVersion } from './version.ts';

interface Entry {
  readonly summary: string;
  load(): Promise<Command>;
}

// Imported when used, so that `chaperone health` starts without reading the policy engine.
const COMMANDS: ReadonlyMap<string, Entry> = new Map([
  entry('serve', 'answer questions over HTTP and unix sockets', async () => (await import('./serve.ts')).serve),
  entry('health', 'ask a running service whether it is ready', async () => (await import('./health.ts')).health),
  entry('config', 'show the settings in force and their origin', async () => (await import('./config.ts')).config),
  entry('check', 'find what is wrong with a policy set', async () => (await import('./check.ts')).check),
  entry('decide', 'answer one question', async () => (await import('./decide.ts')).decide),
  entry('explain', 'answer one question and show every step', async () => (await import('./explain.ts')).explain),
  entry('matrix', 'show who may do what: roles and permissions', async () => (await import('./matrix.ts')).matrix),
  entry('init', 'write a small policy set to start from', async () => (await import('./init.ts')).init),
]);

function entry(name: string, summary: string, load: Entry['load']): readonly [string, Entry] {
  return [name, { summary, load }];
}

function overview(): string {
  const lines = [...COMMANDS].map(([name, { summary }]) => `  ${name.padEnd(9)}${summary}`);
  return `chaperone: may this agent do that?

usage: chaperone COMMAND [FLAGS]

${lines.join('\n')}

Each command explains itself: chaperone COMMAND --help
Exit codes: 0 done or allow, 1 no or deny, 2 no answer (a fault, bad usage), 3 ask.

examples:
  chaperone init policies
  chaperone check policies
  chaperone serve --policies policies
`;
}

/**
 * Runs one command line and resolves with its exit code. Never rejects: what goes wrong is one line on standard error.
 */
export async function dispatch(argv: readonly string[], io: Io): Promise<number> {
  try {
    return await choose(argv, io);
  } catch (error) {
    return fail(io, `fault: ${error instanceof Error ? error.message : String(error)}`, '');
  }
}

async function choose(argv: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = argv;
  if (name === '--version' || name === '-V') return print(io, `${readVersion()}\n`);
  if (name === '--help' || name === '-h') return print(io, overview());
  if (name === 'help') return choose([rest[0] ?? '--help', ...(rest[0] === undefined ? [] : ['--help'])], io);
  if (name === undefined) return fail(io, 'no command', overview());
  const entry = COMMANDS.get(name);
  if (entry === undefined) {
    const meant = nearest(name, COMMANDS.keys());
    return fail(io, `unknown command \`${name}\`${meant === undefined ? '' : `: did you mean \`${meant}\`?`}`);
  }
  return runCommand(name, entry, rest, io);
}

async function runCommand(name: string, entry: Entry, argv: readonly string[], io: Io): Promise<number> {
  const command = await entry.load();
  if (argv.includes('--help') || argv.includes('-h')) return print(io, command.help);
  try {
    return await command.run(argv, io);
  } catch (error) {
    if (!(error instanceof ChaperoneError)) throw error;
    return fail(io, error.message, error.code === 'usage' ? `see chaperone ${name} --help\n` : '');
  }
}

function print(io: Io, text: string): number {
  io.out(text);
  return EXIT.done;
}

function fail(io: Io, message: string, more = 'see chaperone --help\n'): number {
  io.err(`${io.errPaint.red('chaperone')}: ${oneLine(message)}\n${more}`);
  return EXIT.noAnswer;
}
