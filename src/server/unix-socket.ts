import { chmodSync, lstatSync, unlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { ChaperoneError } from '../model/errors.ts';

/** The kernel keeps a path in 108 bytes, the last of them zero; a longer one would be cut silently. */
const MAX_PATH_BYTES = 107;

/**
 * Makes way for a socket at the path: a file that a dead process left is removed. Throws a ChaperoneError where the path
 * is too long, something else stands there, or a process answers on it.
 */
export async function clearSocketPath(path: string): Promise<void> {
  const bytes = Buffer.byteLength(path);
  if (bytes > MAX_PATH_BYTES) {
    const message = `the socket path \`${path}\` has ${bytes} bytes, the system allows ${MAX_PATH_BYTES}`;
    throw new ChaperoneError('socket-path-too-long', message);
  }
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isSocket()) throw new ChaperoneError('listen-failed', `\`${path}\` is there and is no socket`);
  if (await isStale(path)) unlinkSync(path);
  else throw new ChaperoneError('address-in-use', `the socket \`${path}\` is in use by another process`);
}

/** Sets who may connect: whoever reaches the socket is believed. Throws a ChaperoneError where that fails. */
export function setSocketMode(path: string, mode: number): void {
  try {
    chmodSync(path, mode);
  } catch (error) {
    throw new ChaperoneError('listen-failed', `the mode of \`${path}\` can not be set`, { cause: error });
  }
}

function isStale(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.on('connect', () => {
      socket.destroy();
      resolve(false);
    });
    // Only a refusal proves that nobody is there; whatever else happens, the file is left alone.
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'));
  });
}
