import { readFileSync } from 'node:fs';
import type { ChaperoneError } from '../model/errors.ts';
import type { GitSourceOptions } from './git-options.ts';
import { type GitResult, unreadable } from './git-run.ts';

const MAX_SAID = 300;

/** What git says in the C locale, and what it means. The words serve the message alone: nothing is decided by them. */
const MEANINGS: readonly (readonly [RegExp, string])[] = [
  [
    /Authentication failed|could not read (Username|Password)|HTTP 403|error: 40[13]|Permission denied/,
    'the git server refuses the credentials',
  ],
  [
    /repository '.*' not found|does not appear to be a git repository|error: 404|Repository not found/,
    'there is no such repository, or the credentials may not see it',
  ],
  [
    /Host key verification failed|No .* host key is known/,
    'the ssh key of the git server is not among the known hosts',
  ],
  [/certificate|SSL|TLS/, "the certificate of the git server can't be trusted"],
  [
    /Could not resolve host|Temporary failure in name resolution|Name or service not known/,
    "the git server's name is not known",
  ],
  [/Connection refused|Failed to connect|Couldn't connect|unable to connect/, "the git server can't be reached"],
  [
    /Connection timed out|Operation timed out|Operation too slow|Connection reset|hung up|early EOF/,
    'the git server does not answer',
  ],
  [/couldn't find remote ref|not our ref|upload-pack: not our/, 'the git server does not have what was asked for'],
  [/No space left on device|Disk quota exceeded/, 'the disk is full'],
];

/** The failure that a run of git stands for, in one line, without a secret. */
export function gitFailure(what: string, { stderr, code }: GitResult, options: GitSourceOptions): ChaperoneError {
  const meaning = MEANINGS.find(([pattern]) => pattern.test(stderr))?.[1];
  const said = lastWords(cutSecrets(stderr, options));
  const told = said === '' ? `git ended with ${code}` : said;
  return unreadable(meaning === undefined ? `${what}: ${told}` : `${what}: ${meaning}: ${told}`);
}

/** The last lines that say what was wrong, as one. */
function lastWords(stderr: string): string {
  const lines = stderr
    .split(/[\r\n]+/)
    .map((line) => line.replaceAll(/\p{Cc}/gu, ' ').trim())
    .filter((line) => line !== '' && !/^(hint|warning):/.test(line));
  const telling = lines.filter((line) => /^(fatal|error|remote|ssh|Permission)|denied|failed/i.test(line));
  return (telling.length > 0 ? telling : lines).slice(-2).join('; ').slice(-MAX_SAID);
}

function cutSecrets(text: string, { token, tokenFile }: GitSourceOptions): string {
  let cut = text.replaceAll(/(:\/\/)[^\s/'"]*@/g, '$1***@');
  for (const secret of [token, readSecret(tokenFile)]) {
    if (secret !== undefined && secret !== '')
      cut = cut.replaceAll(secret, '***').replaceAll(encodeURIComponent(secret), '***');
  }
  return cut;
}

function readSecret(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}
