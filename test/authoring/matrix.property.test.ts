import fc, { type Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMatrix, type MatrixCell } from '../../src/authoring/matrix.ts';
import { decide } from '../../src/engine/decide.ts';
import type { Effect, Place } from '../../src/model/verdict.ts';
import { compileSnapshot } from '../../src/policy/compile.ts';
import type { DirectoryDocument, Document } from '../../src/policy/documents.ts';
import { policySets, type Shape } from '../support/arbitrary-set.ts';
import { check, instants } from '../support/property.ts';
import { CHAINS, NAMESPACES, OBLIGATION_TYPES, ORG, ROLES } from '../support/words.ts';

/** Somebody that no document names, with one role. */
function holder(role: string, org: string): DirectoryDocument {
  const subjects = new Map([['user:zoe', { roles: [role], groups: [], properties: {}, defaults: {} }]]);
  return { kind: 'Directory', org, closed: false, subjects, resources: new Map() };
}

function places({ namesOrgs }: Shape): Arbitrary<Place> {
  const org = namesOrgs ? ORG : 'default';
  const namespace = namesOrgs ? fc.constantFrom(...NAMESPACES) : fc.constant('default');
  return fc.oneof(
    fc.record({ org: fc.constant(org), namespace, chain: fc.constantFrom(...CHAINS) }),
    fc.record({ org: fc.constant(org), namespace }),
  );
}

function question(place: Place, permission: string, id: string, flags: object): unknown {
  const [type = '', action = ''] = permission.split(':', 2);
  const inChain = type === 'chain' || type === 'secret' || place.chain === undefined ? {} : { chain: place.chain };
  const { org, namespace } = place;
  return {
    subject: { type: 'user', id: 'zoe', properties: { org } },
    action: { name: action },
    resource: {
      type,
      id: type === 'chain' ? place.chain : type === 'secret' ? 'K1' : id,
      properties: { org, namespace, ...inChain, risk: 'low' },
    },
    context: {
      ...flags,
      chain: { namespace, name: place.chain ?? 'c1' },
      supported_obligations: OBLIGATION_TYPES,
    },
  };
}

/** A namespace's row says nothing of what the documents of one chain in it add. */
function isAbout(place: Place, permission: string): boolean {
  return place.chain !== undefined || !/^(chain:|secret:inject)/.test(permission);
}

function expectAgreement(cell: MatrixCell | undefined, effect: Effect): void {
  if (cell?.effect !== 'conditional') expect(effect).toBe(cell?.effect);
}

describe('a cell that is not conditional', () => {
  it('is what the engine answers whoever holds the role, whatever the resource and the context', () => {
    let certain = 0;
    const worlds = policySets().chain((set) =>
      fc.record({
        documents: fc.constant<readonly Document[]>(set.documents),
        place: places(set),
        role: fc.constantFrom(...ROLES),
        now: instants(),
        id: fc.constantFrom('x9', 'a:z'),
        flags: fc.constantFrom({}, { flag: true }, { flag: false, n: 2 }),
      }),
    );
    check(
      fc.property(worlds, ({ documents, place, role, now, id, flags }) => {
        const matrix = createMatrix({ documents, place, now });
        const column = matrix?.columns.findIndex(({ name, kind }) => name === role && kind === 'role') ?? -1;
        const snapshot = compileSnapshot([...documents, holder(role, place.org)], 'all');
        for (const { permission, cells } of matrix?.rows ?? []) {
          if (!isAbout(place, permission)) continue;
          if (cells[column]?.effect !== 'conditional') certain++;
          expectAgreement(cells[column], decide(snapshot, question(place, permission, id, flags), now).effect);
        }
      }),
    );
    expect(certain).toBeGreaterThan(100);
  });
});
