/** A branch, tag or commit of a repository, and a folder in it: what `git+URL[#REF[:FOLDER]]` names. */
export interface GitLocation {
  /** What git is asked for: no password in it. */
  readonly url: string;
  readonly scheme: 'https' | 'ssh' | 'file';
  /** Absent means the branch that the repository itself calls its head. */
  readonly ref?: string;
  /** With `/` between its parts and none at the ends; empty for the whole repository. */
  readonly folder: string;
}

export type GitLocationRead =
  | { readonly ok: true; readonly location: GitLocation }
  | { readonly ok: false; readonly message: string };

const SHAPE = /^git\+((https|ssh|file):\/\/[^\s#]+)(?:#([^:]*)(?::(.*))?)?$/i;

/** True for what is meant as a URL of a repository rather than as a folder. */
export function looksLikeGit(text: string): boolean {
  return /^(git\+|[a-z][a-z0-9+.-]*:\/\/)/i.test(text);
}

/** Reads `git+https://…`, `git+ssh://…` and `git+file:///…`. The message is the end of a sentence about the text. */
export function readGitLocation(text: string): GitLocationRead {
  const [, url = '', scheme = '', ref, folder = ''] = SHAPE.exec(text) ?? [];
  if (url === '' || !URL.canParse(url)) return bad('is no `git+https://…`, `git+ssh://…` or `git+file:///…`');
  const { password, hostname, username } = new URL(url);
  const lower = scheme.toLowerCase();
  if (password !== '') return bad('has a password in it: name a file with `--git-token-file`');
  if (lower !== 'file' && hostname === '') return bad('has no host');
  // ssh would take such a host or user for an option.
  if (hostname.startsWith('-') || username.startsWith('-')) return bad('has a host or user that begins with `-`');
  if (ref !== undefined && ref !== '' && !isRef(ref)) return bad('names no branch, tag or commit after `#`');
  const inside = folder.replace(/^\/+|\/+$/g, '');
  if (!isFolder(inside)) return bad('names no folder of a repository after `:`');
  return {
    ok: true,
    location: {
      url,
      scheme: lower === 'https' || lower === 'ssh' ? lower : 'file',
      ...(ref === undefined || ref === '' ? {} : { ref }),
      folder: inside,
    },
  };
}

/** True for the full hash of a commit. */
export function isCommitHash(ref: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(ref);
}

/** What git itself allows as a ref, and nothing that could be taken for an option or a pattern. */
function isRef(ref: string): boolean {
  if (!/^[\w][\w./@+=,%-]*$/.test(ref)) return false;
  return !/\.\.|@\{|\/\/|\/\.|\.lock(?:\/|$)|[./]$/.test(ref);
}

function isFolder(folder: string): boolean {
  if (/[\p{Cc}\\]/u.test(folder)) return false;
  return folder === '' || folder.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

function bad(message: string): GitLocationRead {
  return { ok: false, message };
}
