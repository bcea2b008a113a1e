/** One instruction of a Dockerfile: `COPY`, and what follows it. */
export interface Instruction {
  readonly word: string;
  readonly rest: string;
}

/** What leads to one image, from its FROM on. */
export interface Stage {
  readonly name: string;
  readonly instructions: readonly Instruction[];
}

/** A COPY taken apart. */
export interface Copy {
  /** The stage that is copied from; undefined for the project. */
  readonly from: string | undefined;
  readonly sources: readonly string[];
  readonly target: string;
}

/** The stages of a Dockerfile, in order. Lines that end in a backslash go on; comments are left out. */
export function readStages(text: string): readonly Stage[] {
  const stages: { name: string; instructions: Instruction[] }[] = [];
  const joined = text.replaceAll(/^\s*#.*\n/gm, '').replaceAll(/\\\n\s*/g, '');
  for (const line of joined.split('\n').filter((each) => /^[A-Z]+ /.test(each))) {
    const [word = '', ...others] = line.split(' ');
    const rest = others.join(' ');
    if (word === 'FROM') stages.push({ name: / AS (\w+)$/.exec(rest)?.[1] ?? '', instructions: [] });
    stages.at(-1)?.instructions.push({ word, rest });
  }
  return stages;
}

/** The copies of a stage, in order. */
export function copiesOf({ instructions }: Stage): readonly Copy[] {
  return instructions.filter(({ word }) => word === 'COPY').map(({ rest }) => readCopy(rest));
}

/** Reads what follows a COPY. */
export function readCopy(rest: string): Copy {
  const parts = rest.split(/\s+/);
  const from = parts.find((part) => part.startsWith('--from='))?.slice('--from='.length);
  const paths = parts.filter((part) => !part.startsWith('--'));
  return { from, sources: paths.slice(0, -1), target: paths.at(-1) ?? '' };
}

/** What follows the last instruction of this name; empty where there is none. */
export function restOf({ instructions }: Stage, word: string): string {
  return instructions.findLast((instruction) => instruction.word === word)?.rest ?? '';
}
