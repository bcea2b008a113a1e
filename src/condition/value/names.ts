import { Failure, type Kind, Special } from './kinds.ts';
import { CelMap } from './maps.ts';

const NOT_A_URL: Failure = new Failure('not an absolute URL');
const NOT_A_SPIFFE_ID: Failure = new Failure('not a SPIFFE ID');

/** A URL, read as browsers and Node read it. */
export class Url extends Special {
  readonly url: URL;

  constructor(url: URL) {
    super();
    this.url = url;
  }

  override get kind(): Kind {
    return 'url';
  }

  override toString(): string {
    return this.url.href;
  }
}

/** An absolute URL out of text. */
export function readUrl(text: string): Url | Failure {
  try {
    return new Url(new URL(text));
  } catch {
    return NOT_A_URL;
  }
}

/** The parameters of a URL: for each name the values that it has. */
export function queryOf({ url }: Url): CelMap {
  const map = new CelMap();
  for (const name of new Set(url.searchParams.keys())) map.add(name, url.searchParams.getAll(name));
  return map;
}

/** A name in a tree of names: `acme.eu.berlin`. */
export class Hierarchy extends Special {
  readonly parts: readonly string[];

  constructor(parts: readonly string[]) {
    super();
    this.parts = parts;
  }

  override get kind(): Kind {
    return 'hierarchy';
  }

  override toString(): string {
    return JSON.stringify(this.parts);
  }

  /** True where this name is the other one or stands above it. */
  covers(other: Hierarchy): boolean {
    return this.parts.length <= other.parts.length && this.parts.every((part, at) => part === other.parts[at]);
  }
}

/** A SPIFFE ID: `spiffe://trust.domain/path`. */
export class SpiffeId extends Special {
  readonly trustDomain: string;
  readonly path: string;

  constructor(trustDomain: string, path: string) {
    super();
    this.trustDomain = trustDomain;
    this.path = path;
  }

  override get kind(): Kind {
    return 'spiffe';
  }

  override toString(): string {
    return `spiffe://${this.trustDomain}${this.path}`;
  }
}

const SPIFFE = /^spiffe:\/\/([a-z0-9._-]{1,255})((?:\/[A-Za-z0-9._-]+)*)$/;
const LONGEST_SPIFFE = 2048;

/** A SPIFFE ID out of text, as the standard has it: no empty segment, no `.` and no `..`. */
export function readSpiffeId(text: string): SpiffeId | Failure {
  const match = text.length > LONGEST_SPIFFE ? null : SPIFFE.exec(text);
  const path = match?.[2] ?? '';
  if (match === null || path.split('/').some((part) => part === '.' || part === '..')) return NOT_A_SPIFFE_ID;
  return new SpiffeId(match[1] ?? '', path);
}
