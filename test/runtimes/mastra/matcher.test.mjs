import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchesPermission } from '@mastra/core/auth/ee';
import { DIFFERENCES, PROTOTYPE_NAMES } from './differences.mjs';
import { allows, askedBy, grantedBy, TEXTS } from './permissions.mjs';

const texts = TEXTS.map((text) => ({
  text,
  segments: text.split(':'),
  patterns: grantedBy(text),
  asked: askedBy(text),
  plain: withPlainWord(text),
}));

/** The text with a word that means nothing to anybody in place of each prototype's name. */
function withPlainWord(text) {
  return text.replaceAll('constructor', 'plain-word');
}

function nameOfDifference(granted, required, upstream, ours) {
  if (ours || !upstream) return undefined;
  return DIFFERENCES.find(({ holds }) => holds(granted.segments, required.segments))?.name;
}

/** Upstream's answer; where it throws for a prototype's name, its answer for a plain word instead. */
function askUpstream(granted, required, count) {
  try {
    return matchesPermission(granted.text, required.text);
  } catch (error) {
    if (!(error instanceof TypeError) || granted.segments[0] !== 'constructor') throw error;
    count(PROTOTYPE_NAMES);
    return matchesPermission(granted.plain, required.plain);
  }
}

test(`${texts.length ** 2} pairs are matched as upstream does, but for the listed differences`, (t) => {
  Error.stackTraceLimit = 0;
  const counts = new Map([PROTOTYPE_NAMES, ...DIFFERENCES.map(({ name }) => name)].map((name) => [name, 0]));
  const count = (name) => counts.set(name, counts.get(name) + 1);
  const unlisted = [];
  let granting = 0;
  for (const granted of texts) {
    for (const required of texts) {
      const upstream = askUpstream(granted, required, count);
      const ours = allows(granted.patterns, required.asked);
      if (ours) granting++;
      if (ours === upstream) continue;
      const name = nameOfDifference(granted, required, upstream, ours);
      if (name === undefined) unlisted.push(`${granted.text} / ${required.text}: ${upstream}, here ${ours}`);
      else count(name);
    }
  }
  for (const [name, times] of counts) t.diagnostic(`${times} times: ${name}`);
  assert.deepEqual(unlisted.slice(0, 20), [], `${unlisted.length} differences that are not listed`);
  assert.ok(granting > 0);
  for (const [name, times] of counts) assert.ok(times > 0, `never seen: ${name}`);
});
