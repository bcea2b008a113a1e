import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Checks that whoever sent a body knows the secret. It is given the body in pieces, and keeps none of them. */
export interface SignatureCheck {
  update(chunk: Buffer): void;
  /** True where the body was signed with one of the secrets. */
  isSigned(): boolean;
}

/**
 * The check for what the headers claim: GitHub's and others' `X-Hub-Signature-256`, `X-Hub-Signature` and
 * `X-Signature-256` (`sha256=` and the HMAC in hexadecimal), GitLab's and Standard Webhooks' `Webhook-Signature`, or
 * GitLab's `X-Gitlab-Token`. Undefined where they claim nothing.
 */
export function checkFor(headers: IncomingHttpHeaders, secrets: readonly string[]): SignatureCheck | undefined {
  const standard = text(headers['webhook-signature']);
  if (standard !== undefined) return standardCheck(headers, standard, secrets);
  for (const name of ['x-hub-signature-256', 'x-signature-256', 'x-hub-signature']) {
    const claimed = text(headers[name]);
    if (claimed !== undefined) return hexCheck(claimed, secrets);
  }
  const token = text(headers['x-gitlab-token']);
  return token === undefined ? undefined : tokenCheck(token, secrets);
}

function hexCheck(claimed: string, secrets: readonly string[]): SignatureCheck {
  const hex = /^sha256=([0-9a-f]{64})$/i.exec(claimed)?.[1];
  return hmacCheck(secrets, '', hex === undefined ? [] : [Buffer.from(hex, 'hex')]);
}

/** `v1,BASE64`, several parted by blanks, of `ID.TIMESTAMP.BODY`. Time is not judged: a replay does no more than look. */
function standardCheck(headers: IncomingHttpHeaders, claimed: string, secrets: readonly string[]): SignatureCheck {
  const before = `${text(headers['webhook-id']) ?? ''}.${text(headers['webhook-timestamp']) ?? ''}.`;
  const signatures = claimed.split(' ').filter((each) => each.startsWith('v1,'));
  return hmacCheck(
    secrets.map(standardKey),
    before,
    signatures.map((each) => Buffer.from(each.slice('v1,'.length), 'base64')),
  );
}

function standardKey(secret: string): string | Buffer {
  return secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : secret;
}

function hmacCheck(keys: readonly (string | Buffer)[], before: string, claimed: readonly Buffer[]): SignatureCheck {
  const hmacs = keys.map((key) => createHmac('sha256', key).update(before));
  return {
    update: (chunk) => {
      for (const hmac of hmacs) hmac.update(chunk);
    },
    isSigned: () => {
      const made = hmacs.map((hmac) => hmac.digest());
      // Every pair is compared, so that the time taken doesn't tell which one came near.
      return made.map((digest) => claimed.map((each) => isEqual(digest, each)).includes(true)).includes(true);
    },
  };
}

function tokenCheck(token: string, secrets: readonly string[]): SignatureCheck {
  const shown = digest(token);
  return {
    update: () => {},
    isSigned: () => secrets.map((secret) => isEqual(shown, digest(secret))).includes(true),
  };
}

function isEqual(left: Buffer, right: Buffer): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}

function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

function text(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}
