import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/read-config.ts';
import { SETTING_NAMES, SETTINGS } from '../../src/config/settings.ts';
import { ChaperoneError } from '../../src/model/errors.ts';
import { page } from '../docs/pages.ts';

describe('docs/configuration.md', () => {
  const { text, blocks } = page('docs/configuration.md');
  const block = (language: string) => blocks.find((candidate) => candidate.language === language)?.text ?? '';

  it('has a row for every setting, with its default', () => {
    for (const name of SETTING_NAMES) {
      const row = text
        .split('\n')
        .find((line) => line.startsWith('| `') && line.split('|')[1]?.includes(`\`${name}\``));
      const { fallback } = SETTINGS[name];
      expect(row, name).toMatch(fallback === undefined ? / none \|$/ : new RegExp(` \`${fallback}\` \\|$`));
    }
  });

  it('shows a file that is right', () => {
    const { config } = readConfig({
      argv: ['--config', '/etc/c.yaml'],
      env: {},
      cwd: '/',
      readFile: () => block('yaml'),
    });
    expect(config.policies).toBe('/etc/policies');
    expect(config.listen).toHaveLength(2);
  });

  it('shows the errors that there are', () => {
    const file = 'policies: x\ndecisions-log: y\n';
    const env = { CHAPERONE_CONFIG: 'chaperone.yaml', CHAPERONE_CACHE_SIZE: 'many' };
    expect(() => readConfig({ argv: [], env, cwd: '/', readFile: () => file })).toThrow(
      new ChaperoneError('config', block('text').trim()),
    );
  });
});
