import type { Diagnostic } from '../model/diagnostic.ts';
import { annotateDiagnostic } from '../model/diagnostic.ts';
import { compileSnapshot } from '../policy/compile.ts';
import { type Command, EXIT, type Io } from './command.ts';
import { below, counted, printDiagnostics } from './findings.ts';
import { readFlags, usage } from './flags.ts';
import { DEFAULT_FOLDER, type FoundSet, findSet } from './load-set.ts';

/** Validates a policy set without putting it in force. Warnings do not fail. */
export const check: Command = {
  help: `usage: chaperone check [DIR] [--format text|json|github] [--json] [--reads]

Reads every policy file below DIR (default ${DEFAULT_FOLDER}) and reports all that is wrong at once. Warnings name what is
legal and probably not meant; they do not fail.

  --format FORMAT  text (default), json, or github: annotations on a pull request
  --json           the same as --format json
  --reads          lists the attributes that conditions read too: what a runtime must send (with json it is always there)

exit codes: 0 no errors, 1 errors, 2 nothing to read

examples:
  chaperone check
  chaperone check policies --json
  chaperone check policies --reads
  chaperone check policies --format github
`,

  async run(argv, io) {
    const flags = readFlags(argv, { format: 'text', json: 'switch', reads: 'switch' }, 1);
    const print = printerOf(flags.on('json') ? 'json' : (flags.text('format') ?? 'text'));
    const folder = flags.positionals[0] ?? DEFAULT_FOLDER;
    const found = await findSet(folder);
    io.out(print(folder, found, io));
    if (print === printText && flags.on('reads'))
      io.out(
        readsOf(found)
          .map((path) => `  ${path}\n`)
          .join(''),
      );
    return countOf(found, 'error') === 0 ? EXIT.done : EXIT.no;
  },
};

type Print = (folder: string, found: FoundSet, io: Io) => string;

function printerOf(format: string): Print {
  if (format === 'text') return printText;
  if (format === 'json') return printJson;
  if (format === 'github') return printAnnotations;
  throw usage(`\`${format}\` is no format: write \`text\`, \`json\` or \`github\``);
}

function printText(folder: string, found: FoundSet, io: Io): string {
  return `${printDiagnostics(folder, found.diagnostics, io.outPaint)}${summary(found)}\n`;
}

function printAnnotations(folder: string, found: FoundSet): string {
  const lines = found.diagnostics.map((diagnostic) => annotateDiagnostic(below(folder, diagnostic)));
  return [...lines, summary(found), ''].join('\n');
}

function printJson(folder: string, found: FoundSet): string {
  const { documents, diagnostics, revision } = found;
  const report = {
    documents: documents.length,
    errors: countOf(found, 'error'),
    warnings: countOf(found, 'warning'),
    revision,
    reads: readsOf(found),
    diagnostics: diagnostics.map((diagnostic) => below(folder, diagnostic)),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** What the conditions of a set read, as its compiled form knows it; nothing of a set with errors. */
function readsOf(found: FoundSet): readonly string[] {
  if (countOf(found, 'error') > 0) return [];
  return compileSnapshot(found.documents, found.revision).reads.map((path) => path.join('.'));
}

function summary(found: FoundSet): string {
  return [
    counted(found.documents.length, 'document'),
    counted(countOf(found, 'error'), 'error'),
    counted(countOf(found, 'warning'), 'warning'),
  ].join(', ');
}

function countOf(found: FoundSet, severity: Diagnostic['severity']): number {
  return found.diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
}
