import { ChaperoneError } from '../model/errors.ts';
import { assembleGit } from './assemble-git.ts';
import type { Config, TlsFiles } from './config.ts';
import { cutPasswords } from './cut.ts';
import type { Given } from './layers.ts';
import { optional } from './optional.ts';
import { SETTING_NAMES, SETTINGS, type Setting, type SettingName } from './settings.ts';

/** One setting as it is in force. */
export interface InForce {
  readonly name: SettingName;
  /** In the form that a flag takes, passwords in URLs cut; null where it is not set, a list where it is repeatable. */
  readonly value: string | readonly string[] | null;
  /** `flag --listen`, `environment CHAPERONE_LISTEN`, `file chaperone.yaml:3` or `default`. */
  readonly origin: string;
}

/** What was given for each setting, the winner alone. */
export type Winners = ReadonlyMap<SettingName, Given>;

/** The values of a setting, its fallback where none is given. Values that can't be read are left out. */
export function valuesOf<Value>(winners: Winners, setting: Setting<Value>): readonly Value[] {
  const { folder, values } = winners.get(setting.name) ?? { folder: '', values: fallbackOf(setting) };
  return values.flatMap(({ text }) => {
    const read = setting.read(text, folder);
    return read.ok ? [read.value] : [];
  });
}

function fallbackOf({ fallback }: { readonly fallback: string | undefined }): readonly { readonly text: string }[] {
  return fallback === undefined ? [] : [{ text: fallback }];
}

/** The configuration, frozen. Every value given must be one that can be read. */
export function assembleConfig(winners: Winners): Config {
  const maybe = <Value>(setting: Setting<Value>): Value | undefined => valuesOf(winners, setting)[0];
  const sure = <Value>(setting: Setting<Value>): Value => {
    const value = maybe(setting);
    // INVARIANT: asked only for settings with a fallback, after what was given has been checked.
    if (value === undefined) throw new ChaperoneError('fault', `\`${setting.name}\` has no value`);
    return value;
  };
  const max = maybe(SETTINGS['max-staleness']);
  const tls = tlsOf(maybe(SETTINGS['tls-cert']), maybe(SETTINGS['tls-key']), maybe(SETTINGS['tls-client-ca']));
  return Object.freeze<Config>({
    policies: sure(SETTINGS.policies),
    ...optional('git', assembleGit(sure(SETTINGS.policies), maybe)),
    ...optional('staleness', max === undefined ? undefined : Object.freeze({ max, on: sure(SETTINGS['on-stale']) })),
    listen: Object.freeze(valuesOf(winners, SETTINGS.listen).map((address) => Object.freeze(address))),
    admin: Object.freeze(sure(SETTINGS.admin)),
    socketMode: sure(SETTINGS['socket-mode']),
    ...optional('decisionLog', maybe(SETTINGS['decision-log'])),
    ...optional('tokenFile', maybe(SETTINGS['token-file'])),
    ...optional('metricsTokenFile', maybe(SETTINGS['metrics-token-file'])),
    allowedHosts: Object.freeze(valuesOf(winners, SETTINGS['allowed-host'])),
    ...optional('publicUrl', maybe(SETTINGS['public-url'])),
    ...optional('tls', tls),
    cacheSize: sure(SETTINGS['cache-size']),
    requireTests: maybe(SETTINGS['require-tests']) ?? false,
    attributes: sure(SETTINGS.attributes),
  });
}

function tlsOf(certificate?: string, key?: string, clientAuthority?: string): TlsFiles | undefined {
  if (certificate === undefined || key === undefined) return undefined;
  return Object.freeze({ certificate, key, ...optional('clientAuthority', clientAuthority) });
}

/** Every setting as it is in force, in the order of the table. */
export function settingsInForce(winners: Winners): readonly InForce[] {
  return SETTING_NAMES.map((name) => inForce(winners, SETTINGS[name]));
}

function inForce(winners: Winners, setting: Setting<unknown>): InForce {
  const values = valuesOf(winners, setting).map((value) => cutPasswords(setting.print(value)));
  const origin = winners.get(setting.name)?.origin ?? 'default';
  return { name: setting.name, value: setting.repeatable ? values : (values[0] ?? null), origin };
}
