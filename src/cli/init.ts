import { access, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ChaperoneError } from '../model/errors.ts';
import { type Command, EXIT } from './command.ts';
import { readFlags } from './flags.ts';
import { DEFAULT_FOLDER } from './load-set.ts';
import { starterFiles } from './starter.ts';

/** Writes a small policy set with its tests. Never overwrites. */
export const init: Command = {
  help: `usage: chaperone init [DIR]

Writes a small policy set to start from into DIR (default ${DEFAULT_FOLDER}): roles, an org with a namespace and a guarded
chain, and tests. Refuses where one of the files is there already.

exit codes: 0 written, 2 refused

examples:
  chaperone init
  chaperone init policies && chaperone check policies
`,

  async run(argv, io) {
    const folder = readFlags(argv, {}, 1).positionals[0] ?? DEFAULT_FOLDER;
    const files = starterFiles().map(({ path, text }) => ({ path: join(folder, path), text }));
    for (const { path } of files) {
      if (await exists(path)) throw new ChaperoneError('usage', `\`${path}\` is there already: nothing was written`);
    }
    for (const { path, text } of files) await write(path, text);
    io.out(`${files.map(({ path }) => `wrote ${path}`).join('\n')}\n\nnext: chaperone check ${folder}\n`);
    return EXIT.done;
  },
};

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}

async function write(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    // `wx` also refuses a file that came to be since the look.
    await writeFile(path, text, { flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ChaperoneError('usage', `\`${path}\` can't be written: ${code ?? 'unknown fault'}`);
  }
}
