import { compileCondition } from '../../dist/condition/compile.js';
import { activations, CASES, MISSING, MIX } from '../lib/condition-cases.mjs';

// Nanoseconds of conditions and of functions written by hand, in turns in one process. Prints JSON.

const RUNS = Number(process.argv[2] ?? 2_000_000);

let sink = 0;

function compiled(text, compilation) {
  const result = compileCondition(text, compilation === 'chosen' ? undefined : compilation);
  if (!result.ok) throw new Error(`${text}: ${result.faults[0].message}`);
  return result.condition;
}

/** Each function goes over the activations in a loop of its own, made anew so that loops don't share what they learn. */
function timed(functions, questions) {
  const loop = new Function(
    'functions',
    'questions',
    'rounds',
    `let hits = 0;
    for (let round = 0; round < rounds; round++)
      for (let q = 0; q < questions.length; q++)
        for (let f = 0; f < functions.length; f++) if (functions[f].run(questions[q]) === true) hits++;
    return hits;`,
  );
  const each = functions.length * questions.length;
  const rounds = Math.max(1, Math.round(RUNS / each));
  return () => {
    const before = process.hrtime.bigint();
    sink += loop(functions, questions, rounds);
    return Number(process.hrtime.bigint() - before) / (rounds * each);
  };
}

/** The least of several turns for each of the two, which take turns. */
function inTurns(one, other) {
  const least = [Infinity, Infinity];
  for (let turn = 0; turn < 8; turn++) {
    least[0] = Math.min(least[0], one());
    least[1] = Math.min(least[1], other());
  }
  return least;
}

const out = {};
for (const compilation of ['chosen', 'closures']) {
  for (const { name, text, hand } of CASES) {
    const questions = activations(1);
    const run = compiled(text, compilation);
    if (run.run(questions[0]) !== hand(questions[0])) throw new Error(`${text}: the two disagree`);
    out[`${name}\t${compilation}`] = inTurns(timed([run], questions), timed([{ run: hand }], questions));
  }
  for (const { name, text } of MISSING) {
    const run = timed([compiled(text, compilation)], activations(1));
    out[`${name}\t${compilation}`] = [inTurns(run, run)[0], null];
  }
  const questions = activations(32);
  const rules = MIX.map(({ text }) => compiled(text, compilation));
  const hands = MIX.map(({ hand }) => ({ run: hand }));
  for (const question of questions)
    MIX.forEach(({ text }, at) => {
      const result = rules[at].run(question);
      if ((result === true) !== (hands[at].run(question) === true)) throw new Error(`${text}: the two disagree`);
    });
  out[`mix of 60 rules, 32 shapes\t${compilation}`] = inTurns(timed(rules, questions), timed(hands, questions));
}
if (sink < 0) throw new Error('no');
console.log(JSON.stringify(out));
