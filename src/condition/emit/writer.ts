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
  /** The name of the budget, which the run then has. */
  budget(): string;
  /** A function of the parameter that gives the expression, with variables of its own. */
  arrow(parameter: string, write: () => string): string;
  /** The whole source, of a function that makes the run from the runtime and the constants. */
  finish(write: () => string): { readonly source: string; readonly constants: readonly unknown[] };
}

export function createWriter(): Writer {
  const constants: unknown[] = [];
  let variables = new Set<string>();
  let count = 0;
  let hasBudget = false;
  const declarations = () => (variables.size === 0 ? '' : `let ${[...variables].join(', ')};`);
  const within = (write: () => string): string => {
    const outer = variables;
    variables = new Set();
    const code = write();
    const body = `${declarations()} return ${code};`;
    variables = outer;
    return body;
  };
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
      return 'b';
    },
    arrow: (parameter, write) => `(${parameter}) => { ${within(write)} }`,
    finish: (write) => {
      const code = write();
      const result = hasBudget
        ? `const b = new Budget(); const r = ${code}; return b.left < 0 ? TOO_LONG : r;`
        : `return ${code};`;
      const names = constants.map((_, index) => `k${index} = K[${index}]`);
      const header = names.length === 0 ? '' : `const ${names.join(', ')};`;
      return { source: `${header} return (A) => { ${declarations()} ${result} };`, constants };
    },
  };
}

/** Text as a string of JavaScript. */
export function quote(text: string): string {
  return JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}
