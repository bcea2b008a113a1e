import { readGitLocation } from '../model/git-location.ts';
import { valuesOf, type Winners } from './assemble.ts';
import { GIT_SETTINGS } from './git-settings.ts';
import { SETTINGS, type SettingName } from './settings.ts';

type Pairs = readonly (readonly [SettingName, readonly SettingName[]])[];

/** Each needs at least one of the others. */
const NEEDS: Pairs = [
  ['webhook', ['webhook-secret-file']],
  ['webhook-secret-file', ['webhook']],
  ['git-username', ['git-token-file']],
  ['require-signed', ['allowed-signers', 'keyring']],
  // Keys that nobody asks for would look like protection.
  ['allowed-signers', ['require-signed']],
  ['keyring', ['require-signed']],
  ['allow-rollback', ['require-signed']],
  ['on-stale', ['max-staleness']],
];

/** Means something for a repository alone, or for one that is reached in a certain way. */
const OF_SCHEME: Readonly<Record<string, readonly SettingName[]>> = {
  https: ['git-username', 'git-token-file', 'git-ca'],
  ssh: ['git-ssh-key', 'git-known-hosts'],
};
const OF_ANY: readonly SettingName[] = [
  'poll',
  'webhook',
  'webhook-secret-file',
  'state-dir',
  'require-signed',
  'allowed-signers',
  'keyring',
  'allow-rollback',
];

/** What is wrong between the settings of a git source that are each right. */
export function checkGit(winners: Winners): readonly string[] {
  return [...checkNeeds(winners), ...checkScheme(winners), ...checkTimes(winners)];
}

function checkNeeds(winners: Winners): readonly string[] {
  return NEEDS.flatMap(([name, needed]) => {
    if (!isGiven(winners, name) || needed.some((other) => isGiven(winners, other))) return [];
    return [`${originOf(winners, name)}: \`${name}\` needs ${needed.map((other) => `\`${other}\``).join(' or ')}`];
  });
}

function checkScheme(winners: Winners): readonly string[] {
  const [policies = ''] = valuesOf(winners, SETTINGS.policies);
  const read = readGitLocation(policies);
  const scheme = read.ok ? read.location.scheme : undefined;
  const problems: string[] = [];
  for (const [of, names] of [...Object.entries(OF_SCHEME), [undefined, OF_ANY] as const]) {
    if (scheme !== undefined && (of === undefined || of === scheme)) continue;
    const what = of === undefined ? 'from git' : `from \`git+${of}://…\``;
    const given = names.filter((name) => isGiven(winners, name));
    problems.push(...given.map((name) => `${originOf(winners, name)}: \`${name}\` is for policies ${what}`));
  }
  if (scheme === 'ssh' && !isGiven(winners, 'git-known-hosts')) {
    problems.push(`${originOf(winners, 'policies')}: policies from \`git+ssh://…\` need \`git-known-hosts\``);
  }
  return problems;
}

function checkTimes(winners: Winners): readonly string[] {
  const [poll = 0] = valuesOf(winners, GIT_SETTINGS.poll);
  const [max] = valuesOf(winners, GIT_SETTINGS['max-staleness']);
  if (max === undefined || max > poll) return [];
  return [`${originOf(winners, 'max-staleness')}: \`max-staleness\` must be longer than \`poll\``];
}

/** A switch that is off is as good as not given. */
function isGiven(winners: Winners, name: SettingName): boolean {
  const given = winners.get(name);
  return given !== undefined && !(SETTINGS[name].isSwitch === true && given.values[0]?.text === 'false');
}

function originOf(winners: Winners, name: SettingName): string {
  return winners.get(name)?.origin ?? `default of ${name}`;
}
