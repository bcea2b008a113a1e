/**
 * What generated source is put together with. INVARIANT: no text of a policy reaches the source but as a quoted string
 * or as a member name that is a plain identifier; every other value is handed over as a constant.
 */
export interface Writer {
  /** The name that a value has in the source. */
  constant(value: unknown): string;
  /** The name of a new variable of the function that is being written. */
  temp(): string;
  /** Declares a variable of that name in the function that is being written. */
  declare(name: string): void;
  /** The budget, which a run makes when it first comes to need it. */
  budget(): string;
  /** A function of the parameter that gives the expression, with variables of its own. */
  arrow(parameter: string, write: () => string): string;
  /** The same, with the statements that `around` puts about the expression. */
  block(parameter: string, write: () => string, around: (expression: string) => string): string;
  /** The whole source: a function that makes the run from the runtime, the constants and `done`. */
  finish(write: () => string): { readonly source: string; readonly constants: readonly unknown[] };
}

export function createWriter(): Writer {
  const constants: unknown[] = [];
  let variables = new Set<string>();
  let count = 0;
  let hasBudget = false;
  const declarations = () => (variables.size === 0 ? '' : `let ${[...variables].join(', ')};`);
  const within = (write: () => string, around: (expression: string) => string): string => {
    const outer = variables;
    variables = new Set();
    const body = around(write());
    const code = `${declarations()} ${body}`;
    variables = outer;
    return code;
  };
  const block: Writer['block'] = (parameter, write, around) => `(${parameter}) => { ${within(write, around)} }`;
  return {
    constant: (value) => {
      const known = constants.indexOf(value);
      return `k${known < 0 ? constants.push(value) - 1 : known}`;
    },
    temp: () => {
      const name = `t${count++}`;
      variables.add(name);
      return name;
    },
    declare: (name) => {
      variables.add(name);
    },
    budget: () => {
      hasBudget = true;
      return '(b ??= new Budget())';
    },
    arrow: (parameter, write) => block(parameter, write, (expression) => `return ${expression};`),
    block,
    finish: (write) => {
      const code = write();
      const spent = hasBudget ? ' if (b !== undefined && b.left < 0) return done(TOO_LONG);' : '';
      const run = `const r = ${code};${spent} return r === true || r === false ? r : done(r);`;
      const names = constants.map((_, index) => `k${index} = K[${index}]`);
      const header = names.length === 0 ? '' : `const ${names.join(', ')};`;
      const budget = hasBudget ? 'let b;' : '';
      const body = `try { ${declarations()} ${budget} ${run} } catch { return done(UNREADABLE); }`;
      return { source: `${header} return (A) => { ${body} };`, constants };
    },
  };
}

/** Text as a string of JavaScript. */
export function quote(text: string): string {
  return JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}
