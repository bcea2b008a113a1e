import { chmodSync, readdirSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ALLOW, follow, inForce, REVOKED, temporaryFolder } from './follow.ts';
import { createWorking } from './repositories.ts';

function repositoryIn(stateFolder: string): string {
  const [name = ''] = readdirSync(stateFolder);
  return join(stateFolder, name, 'repository.git');
}

it('a local repository that a crash has damaged is made anew', async () => {
  const work = createWorking(temporaryFolder());
  const stateFolder = temporaryFolder();
  work.push({ 'roles.yaml': ALLOW });
  const url = `file://${work.bare}`;
  await (await follow(url, { stateFolder })).stop();
  const packs = join(repositoryIn(stateFolder), 'objects', 'pack');
  for (const name of readdirSync(packs)) {
    chmodSync(join(packs, name), 0o600);
    truncateSync(join(packs, name), 10);
  }
  const following = await follow(url, { stateFolder });
  expect(following.pdp.status()).toMatchObject({ ready: true, lastFailure: null });
  const next = work.push({ 'roles.yaml': REVOKED });
  await inForce(following, next);
});

it('a lock that nobody holds any more, and what a killed fetch has left, are in nobody’s way', async () => {
  const work = createWorking(temporaryFolder());
  const stateFolder = temporaryFolder();
  work.push({ 'roles.yaml': ALLOW });
  const url = `file://${work.bare}`;
  await (await follow(url, { stateFolder })).stop();
  const repository = repositoryIn(stateFolder);
  writeFileSync(join(repository, 'objects', 'pack', 'tmp_pack_x'), 'x');
  for (const lock of ['shallow.lock', 'refs/chaperone/newest.lock']) {
    writeFileSync(join(repository, lock), '');
    utimesSync(join(repository, lock), 0, 0);
  }
  const following = await follow(url, { stateFolder });
  const next = work.push({ 'roles.yaml': REVOKED });
  await inForce(following, next);
  expect(readdirSync(join(repository, 'objects', 'pack'))).not.toContain('tmp_pack_x');
});
