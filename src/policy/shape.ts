import * as v from 'valibot';
import type { Document } from './documents.ts';
import { keySpanAt, type Path, spanAt } from './locate.ts';
import type { Report } from './report.ts';
import { SCHEMAS } from './schema.ts';
import { splitHint } from './schema-parts.ts';
import { FAULTY, type PlainDocument } from './value.ts';
import { didYouMean } from './words.ts';
import type { YamlDocument } from './yaml.ts';

const KINDS: readonly string[] = Object.keys(SCHEMAS);

/** Checks a document's shape; what is wrong goes to the report, and then there is no document. */
export function readShape(yaml: YamlDocument, plain: PlainDocument, report: Report): Document | undefined {
  const kind = plain.value['kind'];
  if (kind === FAULTY) return undefined;
  if (kind === undefined) {
    report.error(yaml.source, spanAt(yaml, []), {
      code: 'missing-key',
      message: '`kind` is missing',
      hint: `write one of ${KINDS.map((name) => `\`${name}\``).join(', ')}`,
    });
    return undefined;
  }
  if (typeof kind !== 'string' || !isKind(kind)) {
    report.error(yaml.source, spanAt(yaml, ['kind']), {
      code: 'unknown-kind',
      message: typeof kind === 'string' ? `\`${kind}\` is no kind` : '`kind` must be text',
      hint:
        (typeof kind === 'string' ? didYouMean(kind, KINDS) : undefined) ??
        `the kinds are ${KINDS.map((name) => `\`${name}\``).join(', ')}`,
    });
    return undefined;
  }
  return checkShape<Document>(yaml, SCHEMAS[kind], plain, report);
}

/** What the schema makes of a document; undefined where it is not of that shape, and then the report says why. */
export function checkShape<Output>(
  yaml: YamlDocument,
  schema: v.GenericSchema<unknown, Output>,
  plain: PlainDocument,
  report: Report,
): Output | undefined {
  const result = v.safeParse(schema, plain.value);
  if (result.success) return result.output;
  for (const issue of result.issues) reportIssue(yaml, issue, [], report);
  return undefined;
}

function isKind(kind: string): kind is Document['kind'] {
  return Object.hasOwn(SCHEMAS, kind);
}

function reportIssue(yaml: YamlDocument, issue: v.BaseIssue<unknown>, above: Path, report: Report): void {
  const path = [...above, ...stepsOf(issue)];
  if (issue.input === FAULTY) return;
  if (issue.type === 'union' && issue.issues !== undefined) {
    const inner = issue.issues.filter((one) => one.path !== undefined);
    for (const one of inner) reportIssue(yaml, one, path, report);
    if (inner.length > 0) return;
  }
  if (issue.type === 'strict_object' && Array.isArray(issue.path?.[issue.path.length - 1]?.input)) {
    // The library takes a list for an object without the members that are due.
    const message = `${nameOf(path.slice(0, -1))} must be a map`;
    report.error(yaml.source, spanAt(yaml, path.slice(0, -1)), { code: 'wrong-type', message });
    return;
  }
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    reportUnknownKeys(yaml, issue, path, report);
    return;
  }
  const missing = issue.type === 'strict_object' && issue.expected?.startsWith('"') === true;
  const key = issue.path?.[issue.path.length - 1]?.origin === 'key' && !missing;
  const span = key ? keySpanAt(yaml, path) : spanAt(yaml, missing ? path.slice(0, -1) : path);
  report.error(yaml.source, span, describe(issue, path, missing));
}

function stepsOf(issue: v.BaseIssue<unknown>): Path {
  return (issue.path ?? []).map((item) => {
    const { key } = item as { readonly key: unknown };
    return typeof key === 'number' ? key : String(key);
  });
}

function reportUnknownKeys(yaml: YamlDocument, issue: v.BaseIssue<unknown>, path: Path, report: Report): void {
  const known = issue.message.split(',');
  const holder = issue.path?.[issue.path.length - 1]?.input;
  if (typeof holder !== 'object' || holder === null) return;
  for (const key of Object.keys(holder)) {
    if (known.includes(key)) continue;
    report.error(yaml.source, keySpanAt(yaml, [...path.slice(0, -1), key]), {
      code: 'unknown-key',
      message: `\`${key}\` is no key here`,
      hint: didYouMean(key, known) ?? `the keys here are ${known.map((name) => `\`${name}\``).join(', ')}`,
    });
  }
}

/** What each schema of the library calls for, in words. */
const WANTED: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: '`true` or `false`',
  array: 'a list',
  map: 'a map',
  custom: 'a map',
  strict_object: 'a map',
};

function describe(
  issue: v.BaseIssue<unknown>,
  path: Path,
  missing: boolean,
): { code: string; message: string; hint?: string } {
  const name = nameOf(path);
  if (missing) return { code: 'missing-key', message: `${name} is missing` };
  if (issue.type === 'non_empty')
    return {
      code: 'empty',
      message: `${name} is empty`,
      hint: 'name at least one, or leave it out where it may be absent',
    };
  if (issue.kind !== 'schema') return { code: 'bad-value', ...splitHint(issue.message) };
  if (issue.type === 'picklist' || issue.type === 'literal') {
    const words = issue.expected?.replaceAll(/[()]/g, '').replaceAll('"', '`').replaceAll(' | ', ', ') ?? '';
    return { code: 'bad-value', message: `${name} must be ${issue.type === 'literal' ? words : `one of ${words}`}` };
  }
  const wanted = issue.type === 'union' ? unionWanted(issue) : WANTED[issue.type];
  const scalar = typeof issue.input === 'number' || typeof issue.input === 'boolean';
  const quote = scalar && wanted?.includes('text') === true ? { hint: `quote it: \`"${String(issue.input)}"\`` } : {};
  return { code: 'wrong-type', message: `${name} must be ${wanted ?? 'something else'}`, ...quote };
}

function unionWanted(issue: v.BaseIssue<unknown>): string {
  const wanted = (issue.issues ?? []).map((one) => WANTED[one.type] ?? one.type);
  return [...new Set(wanted)].join(' or ');
}

function nameOf(path: Path): string {
  const last = path[path.length - 1];
  if (last === undefined) return 'the document';
  if (typeof last === 'string') return `\`${last}\``;
  const key = path.findLast((step) => typeof step === 'string');
  return `an entry of \`${key ?? 'the document'}\``;
}
