import { createHash } from 'node:crypto';
import type { OperationRecord } from '../journal/records.ts';

/*
 * Left out of the digest: `tag` names the run that would write it, `facts` (dates, labels) move without the emergency
 * state moving. Everything else that decides what is sent, or what it was decided from, is in.
 */
const LEFT_OUT: ReadonlySet<string> = new Set(['tag', 'facts']);

/**
 * Fingerprint of what an operation will do and of the state that it was planned from: SHA-256 in hex. Two plans made from
 * the same sheet and the same state at the provider have the same digests.
 */
export function operationDigest(operation: OperationRecord): string {
  const { account, subject, request, program, before, beforeAddress, addressKey, moves } = operation;
  const text = canonical({ account, subject, request, program, before, beforeAddress, addressKey, moves });
  return createHash('sha256').update(text).digest('hex');
}

/** JSON with sorted keys, so that the order in which an object was built does not count. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (key, inner: unknown) => {
    if (LEFT_OUT.has(key)) return undefined;
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  });
}
