/** The path without `.`, `..`, doubled slashes and a slash at its end. A `..` that leads out of a relative path stays. */
export function normalizePath(path: string): string {
  const isAbsolute = path.startsWith('/');
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    const canGoUp = kept.length > 0 && kept.at(-1) !== '..';
    if (part === '..' && (canGoUp || isAbsolute)) kept.pop();
    else kept.push(part);
  }
  const joined = kept.join('/');
  return isAbsolute ? `/${joined}` : joined || '.';
}

/**
 * True where the path is the folder or lies below it, whatever `..` it holds. A relative path never lies in an absolute
 * folder; a path that leads out of where it starts lies in nothing.
 */
export function isWithin(path: string, folder: string): boolean {
  if (path.includes('\0')) return false;
  const inner = normalizePath(path);
  const outer = normalizePath(folder);
  if (inner === '..' || inner.startsWith('../') || inner.startsWith('/') !== outer.startsWith('/')) return false;
  if (outer === '.' || outer === '/') return true;
  return inner === outer || inner.startsWith(`${outer}/`);
}

/** The last part of a path. */
export function baseName(path: string): string {
  return normalizePath(path).split('/').at(-1) ?? '';
}

/** What stands before the last part of a path. */
export function dirName(path: string): string {
  const normal = normalizePath(path);
  const slash = normal.lastIndexOf('/');
  return slash < 0 ? '.' : slash === 0 ? '/' : normal.slice(0, slash);
}

/** The last dot in the last part of a path and what follows it; empty for a name that has none or begins with it. */
export function extension(path: string): string {
  const name = baseName(path);
  const dot = name.lastIndexOf('.');
  return dot <= 0 || name === '..' ? '' : name.slice(dot);
}
