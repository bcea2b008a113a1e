import { valuesOf, type Winners } from './assemble.ts';
import { checkGit } from './check-git.ts';
import { faultOf, type Given } from './layers.ts';
import { printAddress } from './read-value.ts';
import { SETTINGS, type Setting, type SettingName } from './settings.ts';

/** What is wrong with the values that one place gives, each with where it stands. */
export function checkGiven(given: ReadonlyMap<SettingName, Given>): readonly string[] {
  return [...given].flatMap(([name, values]) => checkValues(SETTINGS[name], values));
}

function checkValues(setting: Setting<unknown>, { values, folder }: Given): readonly string[] {
  return values.flatMap((written) => {
    const fault = faultOf(written);
    if (fault !== undefined) return [fault];
    const read = setting.read(written.text, folder);
    return read.ok ? [] : [`${written.origin}: ${read.message}`];
  });
}

/** What is wrong between settings that are each right. */
export function checkTogether(winners: Winners): readonly string[] {
  return [...checkAddresses(winners), ...checkTls(winners), ...checkGit(winners)];
}

const LISTENED = ['listen', 'admin', 'webhook'] as const;

function checkAddresses(winners: Winners): readonly string[] {
  const addresses = LISTENED.flatMap((name) => valuesOf(winners, SETTINGS[name]));
  const fixed = addresses.filter((address) => address.kind === 'unix' || address.port !== 0).map(printAddress);
  const twice = new Set(fixed.filter((address, index) => fixed.indexOf(address) !== index));
  const origins = LISTENED.filter((name) => name !== 'webhook' || winners.has(name)).map(
    (name) => winners.get(name)?.origin ?? `default of ${name}`,
  );
  return [...twice].map((address) => `${origins.join(', ')}: \`${address}\` is listened on twice`);
}

function checkTls(winners: Winners): readonly string[] {
  const needs = [
    ['tls-cert', 'tls-key'],
    ['tls-key', 'tls-cert'],
    ['tls-client-ca', 'tls-cert'],
  ] as const;
  return needs.flatMap(([name, needed]) => {
    const given = winners.get(name);
    return given === undefined || winners.has(needed) ? [] : [`${given.origin}: \`${name}\` needs \`${needed}\``];
  });
}
