import { explain as explainQuestion } from '../engine/explain.ts';
import { answer, exitCodeOf, type Inquiry, printAnswer, readInquiry } from './answer.ts';
import { oneLine } from './columns.ts';
import type { Command, Io } from './command.ts';
import { DEFAULT_FOLDER } from './load-set.ts';
import { QUESTION_HELP } from './question-flags.ts';

/** Answers one question and shows what each step of the decision found. */
export const explain: Command = {
  help: `usage: chaperone explain [--policies DIR] [FLAGS] [< question.json]

Answers one question and shows the way there: where the resource lies, whether the subject is an outsider, the roles and
where each came from, the grants, the guards, each condition with the values it read, and how they combine.

  --policies DIR          the policy folder (default: CHAPERONE_POLICIES, else ${DEFAULT_FOLDER})
${QUESTION_HELP}
  --now TIME              decide as at this instant, as 2026-01-31T12:00:00Z (default: now)
  --json                  print answer and steps as JSON

The values that conditions read are shown: they may be private.

exit codes: 0 allow, 1 deny, 3 ask, 2 no answer

examples:
  chaperone explain --subject user:dana --role builder --action chain:run --resource chain:triage
  chaperone explain --policies policies/default --json < question.json
`,

  async run(argv, io) {
    return printExplanation(await readInquiry(argv, io), io);
  },
};

/** Prints answer and steps; the exit code is the answer's. */
export function printExplanation(inquiry: Inquiry, io: Io): number {
  const { flags, snapshot, question, now } = inquiry;
  const { verdict, steps } = explainQuestion(snapshot, question, now);
  if (flags.on('json')) {
    const explained = { ...answer(inquiry, verdict), now: new Date(now).toISOString(), steps };
    io.out(`${JSON.stringify(explained, null, 2)}\n`);
    return exitCodeOf(verdict.effect);
  }
  const width = Math.max(...steps.map(({ name }) => name.length));
  const printed = steps.map(({ name, summary, lines }) => {
    const head = `${io.outPaint.bold(name.padEnd(width))}  ${oneLine(summary)}`;
    return [head, ...lines.map((line) => `${' '.repeat(width + 2)}${oneLine(line)}`)].join('\n');
  });
  io.out(`${printAnswer(verdict, snapshot.revision, io.outPaint)}\n${printed.join('\n')}\n`);
  return exitCodeOf(verdict.effect);
}
