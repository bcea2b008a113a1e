import { expect, test } from 'vitest';
import { type Case, CHAIN, found } from './found.ts';

const conditions: readonly Case[] = [
  [
    'plain',
    `${CHAIN}rules:\n  - { id: a, effect: deny, actions: ["*"], when: 1 + }\n`,
    '4:53 the condition ends too early',
  ],
  [
    'member',
    `${CHAIN}rules:\n  - id: a\n    effect: deny\n    actions: ["*"]\n    when: context.x && subject.nam == "a"\n`,
    '7:32 `subject` has no member `nam` | write `subject.properties.nam`',
  ],
  [
    'single quotes',
    `${CHAIN}rules:\n  - id: a\n    effect: deny\n    actions: ["*"]\n    when: 'context.x == ''it'' && subject.nam == "a"'\n`,
    '7:43 `subject` has no member `nam` | write `subject.properties.nam`',
  ],
  [
    'double quotes',
    `${CHAIN}rules:\n  - id: a\n    effect: deny\n    actions: ["*"]\n    when: "context.x == \\"\\u0041\\" && subject.nam"\n`,
    '7:47 `subject` has no member `nam` | write `subject.properties.nam`',
  ],
  [
    'literal block',
    `${CHAIN}rules:\n  - id: a\n    effect: deny\n    actions: ["*"]\n    when: |-\n      context.x\n        && subject.nam == "a"\n`,
    '9:20 `subject` has no member `nam` | write `subject.properties.nam`',
  ],
  [
    'folded block',
    `${CHAIN}rules:\n  - id: a\n    effect: deny\n    actions: ["*"]\n    when: >\n      context.x\n\n      && context.y\n      && subject.nam == "a"\n`,
    '11:18 `subject` has no member `nam` | write `subject.properties.nam`',
  ],
  [
    'plain of two lines',
    `${CHAIN}rules:\n  - id: a\n    effect: deny\n    actions: ["*"]\n    when: context.x\n      && subject.nam == "a"\n`,
    '8:18 `subject` has no member `nam` | write `subject.properties.nam`',
  ],
  [
    'comment',
    `${CHAIN}rules:\n  - id: a\n    effect: deny\n    actions: ["*"]\n    when: context.x == "a #b"\n`,
    '7:24 unterminated string | YAML reads what follows ` #` as a comment: quote the condition',
  ],
  [
    'beside an error of shape',
    `${CHAIN}rules:\n  - id: a\n    efect: deny\n    actions: ["*"]\n    when: subject.nam == "a"\n`,
    '4:5 `effect` is missing',
    '5:5 `efect` is no key here | did you mean `effect`?',
    '7:19 `subject` has no member `nam` | write `subject.properties.nam`',
  ],
  ['blank', `${CHAIN}rules:\n  - { id: a, effect: deny, actions: ["*"], when: "" }\n`, '4:50 the text is empty'],
];

test.each(conditions)('%s', (_name, text, ...expected) => {
  expect(found(text)).toEqual(expected);
});
