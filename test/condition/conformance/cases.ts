import { tests } from '@bufbuild/cel-spec/testdata/conformance.js';

/** A value as the conformance data writes it: protobuf's JSON of `cel.expr.Value`. */
export interface DataValue {
  readonly nullValue?: null;
  readonly boolValue?: boolean;
  readonly int64Value?: string;
  readonly uint64Value?: string;
  readonly doubleValue?: number | string;
  readonly stringValue?: string;
  readonly bytesValue?: string;
  readonly typeValue?: string;
  readonly objectValue?: { readonly '@type': string; readonly value?: string };
  readonly listValue?: { readonly values?: readonly DataValue[] };
  readonly mapValue?: { readonly entries?: readonly { readonly key: DataValue; readonly value: DataValue }[] };
}

/** A test of the conformance data, as far as we read it. */
export interface DataTest {
  readonly name: string;
  readonly expr: string;
  readonly value?: DataValue;
  readonly evalError?: unknown;
  readonly typedResult?: { readonly result?: DataValue };
  readonly checkOnly?: boolean;
  readonly disableCheck?: boolean;
  readonly container?: string;
  readonly typeEnv?: readonly { readonly name: string; readonly ident?: { readonly type: unknown } }[];
  readonly bindings?: Readonly<Record<string, { readonly value?: DataValue; readonly error?: unknown }>>;
}

export interface Case {
  /** `section/group/name`. */
  readonly path: string;
  readonly section: string;
  readonly test: DataTest;
}

interface Suite {
  readonly name: string;
  readonly suites?: readonly Suite[];
  readonly tests?: readonly { readonly original: unknown }[];
}

/** Sections that belong to extensions, not to the core of CEL. */
const EXTENSIONS = new Set([
  'string_ext',
  'math_ext',
  'encoders_ext',
  'bindings_ext',
  'block_ext',
  'optionals',
  'macros2',
]);
/** Sections that are about protobuf alone. */
const PROTOBUF = new Set(['proto2', 'proto2_ext', 'proto3', 'enums', 'wrappers', 'dynamic']);
const MESSAGES =
  /\bValue\{|TestAllTypes|NestedTestAllTypes|google\.protobuf\.(?:Any|Struct|Value|ListValue|\w+Value|NullValue)|proto[23]|Test[A-Z]|GlobalEnum/;

function collect(suite: Suite, path: readonly string[]): readonly Case[] {
  const own = (suite.tests ?? []).map(({ original }): Case => {
    const test = original as DataTest;
    return { path: [...path, test.name].join('/'), section: path[0] ?? '', test };
  });
  return [...own, ...(suite.suites ?? []).flatMap((inner) => collect(inner, [...path, inner.name]))];
}

function needsProtobuf({ section, test }: Case): boolean {
  const { typeEnv, bindings, value, container, expr } = test;
  if (section !== 'dynamic' && PROTOBUF.has(section)) return true;
  return MESSAGES.test(expr) || MESSAGES.test(JSON.stringify([typeEnv, bindings, value, container]));
}

const all = collect(tests as Suite, []);

/** Every test that needs no protobuf. */
export const CASES: readonly Case[] = all.filter((item) => !needsProtobuf(item) && !item.test.checkOnly);

export function isExtension({ section }: Case): boolean {
  return EXTENSIONS.has(section);
}
