import { createMatrix, type Matrix } from '../authoring/matrix.ts';
import { ChaperoneError } from '../model/errors.ts';
import type { Place } from '../model/verdict.ts';
import { type Command, EXIT } from './command.ts';
import { readFlags, usage } from './flags.ts';
import { readInstant } from './instant.ts';
import { DEFAULT_FOLDER, loadSet, policyFolder } from './load-set.ts';
import { printCsv, printHtml, printMarkdown, printTable } from './matrix-formats.ts';
import type { Paint } from './paint.ts';

/** Prints roles against permissions, every cell the engine's own verdict. */
export const matrix: Command = {
  help: `usage: chaperone matrix [--policies DIR] [--scope ORG[/NAMESPACE[/CHAIN]]] [--format FORMAT]

Shows what each role may do: one row for every permission that the policies name, one column for every role. Without
--scope it shows what roles give by themselves; with it, what holds at that place after its documents recast roles, add
grants and forbid.

  allow        whoever holds the role may; below it what they must also do, where there is an obligation
  ask          a person must approve first
  conditional  it depends on a condition, on the resource, or on who holds the role
  -            the role does not give it

  --policies DIR   the policy folder (default: CHAPERONE_POLICIES, else ${DEFAULT_FOLDER})
  --scope PLACE    a place that the policies describe
  --format FORMAT  table (default), markdown, csv, html or json; the html prints on one page
  --json           the same as --format json
  --now TIME       bindings in force at this instant count, as 2026-01-31T12:00:00Z (default: now)

examples:
  chaperone matrix
  chaperone matrix --policies policies/default --format markdown
  chaperone matrix --scope acme/prod --format html > prod.html
`,

  async run(argv, io) {
    const flags = readFlags(argv, { policies: 'text', scope: 'text', format: 'text', json: 'switch', now: 'text' });
    const print = printerOf(flags.on('json') ? 'json' : (flags.text('format') ?? 'table'));
    const scope = flags.text('scope');
    const now = readInstant(flags.text('now'), io);
    const { documents } = await loadSet(policyFolder(flags, io), io);
    const place = scope === undefined ? {} : { place: readPlace(scope) };
    const data = createMatrix({ documents, ...place, now });
    if (data === undefined) throw new ChaperoneError('usage', `no document describes \`${scope ?? ''}\``);
    io.out(print(data, io.outPaint));
    return EXIT.done;
  },
};

type Print = (matrix: Matrix, paint: Paint) => string;

function printerOf(format: string): Print {
  const printers = new Map<string, Print>([
    ['table', printTable],
    ['markdown', printMarkdown],
    ['csv', printCsv],
    ['html', printHtml],
    ['json', (data) => `${JSON.stringify(data, null, 2)}\n`],
  ]);
  const print = printers.get(format);
  if (print === undefined) throw usage(`\`${format}\` is no format: write ${[...printers.keys()].join(', ')}`);
  return print;
}

/** A chain's name may hold slashes, an org's and a namespace's may not. */
function readPlace(text: string): Place {
  const [org = '', namespace, ...rest] = text.split('/');
  const chain = rest.length === 0 ? undefined : rest.join('/');
  if (org === '' || namespace === '' || chain === '')
    throw usage(`\`${text}\` is no place: write \`ORG/NAMESPACE/CHAIN\``);
  return { org, ...(namespace === undefined ? {} : { namespace }), ...(chain === undefined ? {} : { chain }) };
}
