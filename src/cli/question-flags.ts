import { readFile } from 'node:fs/promises';
import type { JsonValue } from '../model/json.ts';
import { isJsonObject } from '../model/json.ts';
import { readQuestion } from '../model/question.ts';
import type { Io } from './command.ts';
import { type FlagKind, type Flags, usage } from './flags.ts';
import { decodeText } from './io.ts';

const INPUT_LIMIT = 1024 * 1024;

/** The flags that state a question. */
export const QUESTION_FLAGS: Readonly<Record<string, FlagKind>> = {
  question: 'text',
  subject: 'text',
  role: 'list',
  group: 'list',
  action: 'text',
  resource: 'text',
  org: 'text',
  'subject-org': 'text',
  namespace: 'text',
  chain: 'text',
  owner: 'text',
  property: 'list',
  context: 'text',
  supports: 'list',
};

/** What `--help` says of them. */
export const QUESTION_HELP = `  --question FILE         a question as JSON; - is standard input, which is also read where no flag states one
  --subject TYPE:ID       who asks, as in user:dana
  --role NAME             a role that the subject claims (repeatable)
  --group NAME            a group that the subject is in (repeatable)
  --action NAME           as in chain:run, or run
  --resource TYPE:ID      as in chain:escalation-triage
  --org ORG               the org of subject and resource
  --subject-org ORG       the org of the subject, where it is another
  --namespace NAME        where the resource lies
  --chain NAME            the chain that the resource belongs to
  --owner TYPE:ID         who owns the resource
  --property PATH=VALUE   subject.NAME, resource.NAME or action.NAME; the value is JSON, else text (repeatable)
  --context JSON          the context of the question, an object
  --supports TYPE         an obligation that the asker can carry out, as in redact (repeatable)`;

/** The question that flags state, or else a file or standard input. Throws a ChaperoneError where there is none. */
export async function readQuestionInput(flags: Flags, io: Io): Promise<JsonValue> {
  const stated = Object.keys(QUESTION_FLAGS).filter((name) => flags.on(name));
  const file = flags.text('question');
  if (file !== undefined && stated.length > 1)
    throw usage('`--question` stands alone: the file states the whole question');
  const question = file === undefined && stated.length > 0 ? fromFlags(flags) : await fromText(file ?? '-', io);
  const read = readQuestion(question);
  if (!read.ok) throw usage(read.problem.message);
  return question;
}

async function fromText(file: string, io: Io): Promise<JsonValue> {
  if (file === '-' && io.interactive)
    throw usage('no question: state one with `--subject`, `--action` and `--resource`');
  const text = file === '-' ? await io.readInput(INPUT_LIMIT) : await readFileText(file);
  const what = file === '-' ? 'standard input' : `\`${file}\``;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    throw usage(`${what} is no JSON`);
  }
}

async function readFileText(file: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw usage(`\`${file}\` can't be read: ${code ?? 'unknown fault'}`);
  }
  return decodeText(bytes, `\`${file}\``);
}

type Members = Map<string, JsonValue>;

function fromFlags(flags: Flags): JsonValue {
  const subject: Members = new Map();
  const resource: Members = new Map();
  const action: Members = new Map();
  const set = (members: Members, key: string, value: JsonValue | undefined): void => {
    if (value !== undefined) members.set(key, value);
  };
  set(subject, 'org', flags.text('subject-org') ?? flags.text('org'));
  if (flags.on('role')) subject.set('roles', flags.list('role'));
  if (flags.on('group')) subject.set('groups', flags.list('group'));
  for (const name of ['org', 'namespace', 'chain', 'owner']) set(resource, name, flags.text(name));
  for (const text of flags.list('property')) readProperty(text, { subject, resource, action });
  return {
    subject: { ...entity(flags, 'subject'), properties: Object.fromEntries(subject) },
    action: { name: due(flags, 'action'), properties: Object.fromEntries(action) },
    resource: { ...entity(flags, 'resource'), properties: Object.fromEntries(resource) },
    context: readContext(flags),
  };
}

function entity(flags: Flags, name: string): { readonly type: string; readonly id: string } {
  const text = due(flags, name);
  const colon = text.indexOf(':');
  if (colon < 0) throw usage(`\`--${name} ${text}\` has no id: write \`TYPE:ID\``);
  return { type: text.slice(0, colon), id: text.slice(colon + 1) };
}

function due(flags: Flags, name: string): string {
  const text = flags.text(name);
  if (text === undefined) throw usage(`\`--${name}\` is missing`);
  return text;
}

function readProperty(text: string, of: Readonly<Record<'subject' | 'resource' | 'action', Members>>): void {
  const match = /^(subject|resource|action)\.([^=]+)=(.*)$/s.exec(text);
  const [, whose, name, value] = match ?? [];
  if (whose === undefined || name === undefined || value === undefined) {
    throw usage(
      `\`${text}\` is no property: write \`subject.NAME=VALUE\`, \`resource.NAME=VALUE\` or \`action.NAME=VALUE\``,
    );
  }
  of[whose as 'subject' | 'resource' | 'action'].set(name, jsonOrText(value));
}

function jsonOrText(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}

function readContext(flags: Flags): JsonValue {
  const value = jsonOrText(flags.text('context') ?? '{}');
  if (!isJsonObject(value)) throw usage('`--context` is no JSON object');
  return flags.on('supports') ? { ...value, supported_obligations: flags.list('supports') } : value;
}
