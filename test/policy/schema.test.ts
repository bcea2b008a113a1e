import { expect, test } from 'vitest';
import { policyJsonSchema } from './json-schema.ts';

test('the JSON Schema beside the policies is the one of the reader (`npx vitest run test/policy/schema --update` writes it)', async () => {
  const text = `${JSON.stringify(policyJsonSchema(), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot('../../policies/policy.schema.json');
});
