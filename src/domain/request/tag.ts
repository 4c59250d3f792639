import { createHash } from 'node:crypto';

const PREFIX = 'e911';
const FULL_CHARS = 24;
const CHECK_CHARS = 2;
/** Below this a tag would be too easy to meet by accident (10 letters are 50 bits). */
const LEAST_CHARS = PREFIX.length + 10 + CHECK_CHARS;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** RFC 4648 base32 of a SHA-256, lower case, without padding: 51 letters of 5 whole bits. */
function hash(text: string): string {
  let letters = '';
  let bits = 0;
  let held = 0;
  for (const byte of createHash('sha256').update(text, 'utf8').digest()) {
    held = (held << 8) | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5) letters += ALPHABET[(held >>> (bits - 5)) & 31];
    held &= (1 << bits) - 1;
  }
  return letters;
}

function withCheck(body: string): string {
  return PREFIX + body + hash(`check\n${body}`).slice(0, CHECK_CHARS);
}

/**
 * The text by which the program finds an address that it made, even with the journal lost: the same account, place
 * and caller name always give the same tag. Letters and digits only, 24 of them or `maxChars` when that is less.
 * Throws RangeError below 16.
 */
export function addressTag(accountKey: string, addressKey: string, maxChars: number): string {
  if (maxChars < LEAST_CHARS) throw new RangeError(`a tag needs ${LEAST_CHARS} characters, not ${maxChars}`);
  const length = Math.min(FULL_CHARS, maxChars) - PREFIX.length - CHECK_CHARS;
  return withCheck(hash(`m1\n${accountKey}\n${addressKey}`).slice(0, length));
}

/** Whether a tag field begins with a tag of this program; the check letters tell it from a user's own text. */
export function isOwnTag(text: string): boolean {
  return ownTagOf(text) !== '';
}

/** The tag of this program that a tag field begins with, in lower case; empty when it has none. */
export function ownTagOf(text: string): string {
  const tag = /^e911[a-z2-7]{12,20}(?![a-z0-9])/i.exec(text.trim())?.[0].toLowerCase() ?? '';
  return tag !== '' && tag === withCheck(tag.slice(PREFIX.length, -CHECK_CHARS)) ? tag : '';
}

/** What a tag field holds for its readers: the text after our own tag, or all of it when it bears none. */
export function labelWithoutTag(text: string): string {
  return isOwnTag(text) ? text.trim().replace(/^\S+\s*/, '') : text;
}

/** Whether a tag field holds exactly this tag, alone or with a label after it. */
export function startsWithTag(text: string, tag: string): boolean {
  const field = text.trim().toLowerCase();
  const wanted = tag.toLowerCase();
  return wanted !== '' && field.startsWith(wanted) && !/^[a-z0-9]/.test(field.slice(wanted.length));
}

/**
 * Tag of one order of a run, for fields that take letters, digits, dashes and spaces up to 40 characters (Bandwidth
 * `CustomerOrderId`). Scoped to the run, so that a later run may order the same again.
 */
export function orderTag(runId: string, position: number): string {
  const plain = `${PREFIX}-${runId}-${position}`;
  return /^[A-Za-z0-9-]{1,40}$/.test(plain) ? plain : `${PREFIX}-${hash(runId).slice(0, 20)}-${position}`;
}
