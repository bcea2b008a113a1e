import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decide } from '../../dist/engine/decide.js';
import { readQuestion } from '../../dist/model/question.js';
import { createDecisionCache } from '../../dist/pdp/decision-cache.js';
import { compileSnapshot } from '../../dist/policy/compile.js';
import { readPolicies } from '../../dist/policy/read.js';
import { policyFiles, questionAbout } from '../lib/policy-sets.mjs';
import { WITH_CONDITION, WITHOUT_CONDITION } from '../lib/questions.mjs';

// Times verdicts in a process of its own, once each, and prints nanoseconds a verdict as one line of JSON: of processor
// time, so that what else the machine does counts as little as can be.

const NOW = Date.UTC(2026, 0, 15);
const VERDICTS = Number(process.argv[2]);

function load(files) {
  const { documents, diagnostics, revision } = readPolicies(files);
  const error = diagnostics.find(({ severity }) => severity === 'error');
  if (error !== undefined) throw new Error(`${error.file}:${error.line}: ${error.message}`);
  return compileSnapshot(documents, revision);
}

/** Nanoseconds that `decideOne` takes for one of the questions, after a warm-up of a tenth. Every effect is checked. */
function time(asked, decideOne) {
  const run = (count) => {
    let wrong = 0;
    for (let at = 0; at < count; at++) {
      const { question, effect } = asked[at % asked.length];
      if (decideOne(question).effect !== effect) wrong++;
    }
    if (wrong > 0) throw new Error(`${wrong} of ${count} verdicts are wrong`);
  };
  run(VERDICTS / 10);
  const began = process.cpuUsage();
  run(VERDICTS);
  const { user, system } = process.cpuUsage(began);
  return ((user + system) * 1000) / VERDICTS;
}

const small = load([
  { path: 'bench.yaml', text: readFileSync(join(import.meta.dirname, '..', 'policies', 'bench.yaml'), 'utf8') },
]);
const onSmall = (question) => decide(small, question, NOW);

function timeCached() {
  const cache = createDecisionCache(small, { size: 10_000, always: true, evicted: () => {} });
  const read = WITH_CONDITION.map(({ question, effect }) => ({ question: readQuestion(question).question, effect }));
  return time(read, (question) => cache.verdict(question, NOW, () => onSmall(question)).verdict);
}

/** As many questions for few chains as for many, so that only the policy set differs. */
const QUESTIONS = 10_000;

function asksAbout(chains) {
  return Array.from({ length: QUESTIONS }, (_, at) => ({
    question: questionAbout((at * 7919) % chains, 99),
    effect: 'allow',
  }));
}

const few = load(policyFiles(14));
const many = load(policyFiles(10_004));
const on = (snapshot) => (question) => decide(snapshot, question, NOW);

console.log(
  JSON.stringify({
    'no condition': time(WITHOUT_CONDITION, onSmall),
    'one condition': time(WITH_CONDITION, onSmall),
    'one condition, cached': timeCached(),
    'one of 10 chains': time(asksAbout(10), on(few)),
    'the same 10 of 10 000 chains': time(asksAbout(10), on(many)),
    'any of 10 000 chains': time(asksAbout(10_000), on(many)),
  }),
);
