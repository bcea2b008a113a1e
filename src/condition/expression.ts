import { adapt } from './adapt.ts';
import { type Compilation, compileTree } from './emit/compile-tree.ts';
import { recordRoots } from './emit/roots.ts';
import { createEnvironment } from './environment.ts';

/** What an expression may read, and how it is compiled. */
export interface ExpressionOptions {
  /** The types of its variables, in the library's words: `int`, `map<string, dyn>`. */
  readonly variables?: ReadonlyMap<string, string>;
  /** False for an expression that is not type-checked. */
  readonly check?: boolean;
  /** True where all variables hold JSON. */
  readonly json?: boolean;
  readonly compilation?: Compilation;
}

export type ExpressionCompiled =
  | { readonly ok: true; readonly run: (bindings: ReadonlyMap<string, unknown>) => unknown }
  | { readonly ok: false; readonly message: string };

/**
 * Compiles an expression over any variables and with any result, by the same means as a condition but without the
 * checks that belong to conditions alone. A run gives a value, or a `Failure`.
 */
export function compileExpression(text: string, options: ExpressionOptions = {}): ExpressionCompiled {
  const { variables = new Map(), check = true, json = false, compilation } = options;
  try {
    const environment = createEnvironment({ loose: true });
    for (const [name, type] of variables) environment.registerVariable(name, type);
    const parsed = environment.parse(text);
    const tree = adapt(parsed.ast);
    const checked = check ? parsed.check() : undefined;
    if (checked?.valid === false) return { ok: false, message: checked.error?.message.split('\n')[0] ?? '' };
    return { ok: true, run: compileTree(tree, recordRoots([...variables.keys()], json), { done: same, compilation }) };
  } catch (error) {
    return { ok: false, message: String(error).split('\n')[0] ?? '' };
  }
}

function same(result: unknown): unknown {
  return result;
}
