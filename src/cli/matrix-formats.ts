import type { Matrix, MatrixCell, MatrixColumn } from '../authoring/matrix.ts';
import { alignColumns, oneLine } from './columns.ts';
import type { Paint } from './paint.ts';

/** Aligned columns for a terminal. */
export function printTable(matrix: Matrix, paint: Paint): string {
  const head = ['permission', ...matrix.columns.map(heading)].map((text) => paint.bold(oneLine(text)));
  const rows = matrix.rows.map(({ permission, cells }) => [
    oneLine(permission),
    ...cells.map((cell) => coloured(cell, paint)),
  ]);
  return `${[...title(matrix), ...alignColumns([head, ...rows], 3)].join('\n')}\n`;
}

function title(matrix: Matrix): readonly string[] {
  return matrix.place === undefined ? [] : [`at ${placeName(matrix)}${everyoneHolds(matrix)}`, ''];
}

function everyoneHolds({ everyone }: Matrix): string {
  return everyone.length === 0 ? '' : `, where everyone holds ${everyone.join(' and ')}`;
}

function coloured(cell: MatrixCell, paint: Paint): string {
  const text = oneLine(cellText(cell));
  if (cell.effect === 'allow') return paint.green(text);
  return cell.effect === 'deny' ? paint.dim(text) : paint.yellow(text);
}

/** A GitHub-flavoured table. */
export function printMarkdown(matrix: Matrix): string {
  const safe = (text: string): string => oneLine(text).replaceAll(/[\\|<>*_`[\]]/g, '\\$&');
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const head = line(['permission', ...matrix.columns.map((column) => safe(heading(column)))]);
  const rule = line(['---', ...matrix.columns.map(() => '---')]);
  const rows = matrix.rows.map(({ permission, cells }) =>
    line([safe(permission), ...cells.map((cell) => safe(cellText(cell)))]),
  );
  return `${[...title(matrix), head, rule, ...rows].join('\n')}\n`;
}

/** Comma-separated values as RFC 4180 has them. */
export function printCsv(matrix: Matrix): string {
  const rows = [
    ['permission', ...matrix.columns.map(heading)],
    ...matrix.rows.map(({ permission, cells }) => [permission, ...cells.map(cellText)]),
  ];
  return rows.map((row) => `${row.map(csvField).join(',')}\r\n`).join('');
}

/** Spreadsheets run what begins like a formula, so such a cell is made text; `-` alone is none. */
function csvField(text: string): string {
  const tame = /^[=+@\t\r]|^-./.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}

const STYLE = `
  @page { size: A4 landscape; margin: 12mm }
  body { font: 13px/1.4 system-ui, sans-serif; margin: 24px; color: #1a1a1a }
  h1 { font-size: 18px; margin: 0 0 12px }
  table { border-collapse: collapse; width: 100%; page-break-inside: avoid }
  th, td { border: 1px solid #bbb; padding: 4px 8px; text-align: left }
  thead th { background: #f0f0f0 }
  td.allow { background: #e3f4e3 }
  td.ask, td.conditional { background: #fdf3d3 }
  td.deny { color: #777 }
  @media print { body { margin: 0; font-size: 10px; print-color-adjust: exact; -webkit-print-color-adjust: exact } }
`;

/** One page with its style inside, to print or to mail. */
export function printHtml(matrix: Matrix): string {
  const name =
    matrix.place === undefined
      ? 'Roles and permissions'
      : `Roles and permissions at ${placeName(matrix)}${everyoneHolds(matrix)}`;
  const head = matrix.columns.map((column) => `<th scope="col">${escapeHtml(heading(column))}</th>`).join('');
  const rows = matrix.rows.map(({ permission, cells }) => {
    const tds = cells.map((cell) => `<td class="${cell.effect}">${escapeHtml(cellText(cell))}</td>`).join('');
    return `      <tr><th scope="row">${escapeHtml(permission)}</th>${tds}</tr>`;
  });
  return `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>${escapeHtml(name)}</title><style>${STYLE}</style></head>
  <body>
    <h1>${escapeHtml(name)}</h1>
    <table>
      <thead><tr><th scope="col">permission</th>${head}</tr></thead>
      <tbody>
${rows.join('\n')}
      </tbody>
    </table>
  </body>
</html>
`;
}

function escapeHtml(text: string): string {
  return oneLine(text).replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function heading({ name, kind, countsAs }: MatrixColumn): string {
  const nothing = kind === 'claimed' ? [] : ['as nothing'];
  const roles = countsAs?.length === 0 ? nothing : [`as ${countsAs?.join(' and ')}`];
  const notes = [...(kind === 'claimed' ? ['claimed'] : []), ...(countsAs === undefined ? [] : roles)];
  return notes.length === 0 ? name : `${name} (${notes.join(', ')})`;
}

function cellText({ effect, obligations }: MatrixCell): string {
  if (effect === 'deny') return '-';
  return obligations.length === 0 ? effect : `${effect} (${obligations.join(', ')})`;
}

function placeName({ place }: Matrix): string {
  return [place?.org, place?.namespace, place?.chain].filter((part) => part !== undefined).join('/');
}
