import { decide as decideQuestion } from '../engine/decide.ts';
import { answer, exitCodeOf, printAnswer, readInquiry } from './answer.ts';
import type { Command } from './command.ts';
import { printExplanation } from './explain.ts';
import { DEFAULT_FOLDER } from './load-set.ts';
import { QUESTION_HELP } from './question-flags.ts';

/** Answers one question from a policy folder, without a service. */
export const decide: Command = {
  help: `usage: chaperone decide [--policies DIR] [FLAGS] [< question.json]

May this subject do this action on this resource? Answers as the service would.

  --policies DIR          the policy folder (default: CHAPERONE_POLICIES, else ${DEFAULT_FOLDER})
${QUESTION_HELP}
  --now TIME              decide as at this instant, as 2026-01-31T12:00:00Z (default: now)
  --explain               show every step as well
  --json                  print the answer as JSON

exit codes: 0 allow, 1 deny, 3 ask, 2 no answer

examples:
  chaperone decide --subject user:dana --role builder --action chain:run --resource chain:triage
  chaperone decide --policies policies/default --json < question.json
  chaperone decide --subject user:dana --role builder --action secret:view --resource secret:API_KEY --supports redact
`,

  async run(argv, io) {
    const inquiry = await readInquiry(argv, io);
    const { flags, snapshot, question, now } = inquiry;
    if (flags.on('explain')) return printExplanation(inquiry, io);
    const verdict = decideQuestion(snapshot, question, now);
    if (flags.on('json')) io.out(`${JSON.stringify(answer(inquiry, verdict), null, 2)}\n`);
    else io.out(printAnswer(verdict, snapshot.revision, io.outPaint));
    return exitCodeOf(verdict.effect);
  },
};
