import type { Effect } from '../../../src/sandbox/stand-in.ts';
import { type Evidence, LOCAL_DIGITS } from '../evidence.ts';
import type { NumberView, Snapshot } from '../snapshot.ts';
import type { Request } from '../world/requests.ts';
import type { Report, ResultRow } from './violation.ts';

/** Results that say that the number was left as it was. */
const UNTOUCHED = new Set(['failed', 'not_attempted', 'needs_review', 'skipped', 'would_apply', 'valid']);
const FULFILLED = new Set(['applied', 'unchanged', 'undone']);
/** Results that an exit code of 0 hides nothing behind. */
const QUIET = new Set(['applied', 'unchanged', 'skipped', 'undone', 'would_apply', 'valid']);
/** Requests after which a covered number is no longer covered. */
const UNCOVERING = new Set(['remove', 'release']);
const CAN_HIDE_UNKNOWN = [10, 9, 5, 4, 130, 143];

/** What each number of the sheet is to come to. */
function requestsByNumber({ sheet, requests }: Evidence): Map<string, Request> {
  return new Map(
    sheet.map((row, index) => [row.phone_number, requests[index] ?? ({ kind: 'nothing' } as const)]),
  );
}

/** I2, I3 and I12 over time: nothing was written twice, and few numbers were uncovered at once. */
export function checkEffects(evidence: Evidence, report: Report): void {
  const requests = requestsByNumber(evidence);
  const last = new Map<string, Effect>();
  const writes = new Map<string, number>();
  const open = new Set<string>();
  const places = new Set([...evidence.before.addresses.values()].map(({ place }) => place));
  for (const effect of evidence.effects) {
    const { kind, subject, detail } = effect;
    const before = last.get(subject);
    const isSame = before?.kind === kind && before.detail === detail;
    const isRepeated = isSame && !evidence.mayRepeat.has(kind) && !couldNotBeSeen(evidence, before, effect);
    const words = `${kind} ${detail}`.trim();
    if (isRepeated) report('I2', `${words} was sent again for ${subject}`);
    // Made to try a list that hid it, and deleted again: one attempt. Each resume of such a run makes one.
    const isDeletedAgain = kind === 'delete-address' && before?.kind === 'create-address';
    // The same once more, since its answer was lost and no read shows it: one attempt as well.
    const isSameAttempt = isDeletedAgain || isSame;
    last.set(subject, effect);
    writes.set(subject, (writes.get(subject) ?? 0) + (isSameAttempt ? 0 : 1));
    const request = requests.get(subject);
    if (request?.kind === 'nothing') report('I11', `${words} for ${subject}, which is left alone`);
    if (kind === 'create-address') places.add(evidence.after.addresses.get(subject)?.place ?? '');
    if (kind === 'disassociate' && request?.kind === 'assign') {
      open.add(subject);
      if (evidence.before.addresses.size > 0 && !places.has(request.place)) {
        report('I3', `${subject} was uncovered before its new address was there`);
      }
    }
    if (kind === 'associate') open.delete(subject);
    if (open.size > evidence.maxOpen) {
      report('I3', `${open.size} numbers were uncovered at once: ${[...open].join(' ')}`);
    }
  }
  // Away from the old address, to the new one, and both once more when the old one is restored.
  for (const [subject, count] of writes) {
    if (count > 4) report('I12', `${subject} was written ${count} times`);
  }
}

/**
 * Whether an association that was sent again could not be seen: the number was read in between, and no answer that shows it came
 * back. A number without an address does not wait until reads are answered.
 */
function couldNotBeSeen({ reads }: Evidence, first: Effect, again: Effect): boolean {
  if (again.kind !== 'associate' || reads === null) return false;
  const digits = again.subject.slice(-LOCAL_DIGITS);
  const ofNumber = new Set(reads.filter(({ named }) => named?.has(digits)).map(({ path }) => path));
  const between = reads.filter(
    ({ atMs, path }) => atMs > first.atMs && atMs < again.atMs && ofNumber.has(path),
  );
  return between.length > 0 && between.every(({ named }) => named?.has(digits) !== true);
}

/** I3: what was covered is covered, or is named and decides the exit code. */
export function checkCoverage(evidence: Evidence, report: Report): void {
  const requests = requestsByNumber(evidence);
  for (const [phone, { covered }] of evidence.before.numbers) {
    const isMeant = UNCOVERING.has(requests.get(phone)?.kind ?? '');
    if (!covered || isMeant || evidence.after.numbers.get(phone)?.covered === true) continue;
    if (evidence.exitCode !== 9) {
      report('I3', `${phone} is uncovered and the exit code is ${evidence.exitCode}`);
    }
    if (!evidence.said.at(-1)?.includes(phone)) report('I3', `${phone} is uncovered and was not named`);
  }
}

/** I4: each result is true at the stand-in. */
export function checkRows(evidence: Evidence, rows: readonly ResultRow[], report: Report): void {
  const byLine = new Map(rows.map((row) => [row['row'], row]));
  for (const [index, sheetRow] of evidence.sheet.entries()) {
    const answer = byLine.get(String(index + 2));
    const request = evidence.requests[index];
    if (!answer || !request) continue;
    const result = answer['result'] ?? '';
    const phone = sheetRow.phone_number;
    const now = evidence.after.numbers.get(phone);
    const say = (text: string): void => report('I4', `row ${index + 2} (${phone}) is ${result}, but ${text}`);
    if (FULFILLED.has(result) && !fulfills(now, request)) {
      say(`the number is at ${now?.covered ? now.place : 'no address'}`);
    }
    if (!UNTOUCHED.has(result)) continue;
    const isNamed = evidence.exitCode === 9 && evidence.said.at(-1)?.includes(phone) === true;
    const refusedLate = answer['error_code'] === 'REGISTRATION_FAILED' && now?.covered === false;
    if (!sameNumber(evidence.before.numbers.get(phone), now) && !isNamed && !refusedLate) {
      say('the number was changed');
    }
  }
}

function fulfills(now: NumberView | undefined, request: Request): boolean {
  switch (request.kind) {
    case 'nothing':
      return true;
    case 'remove':
      return now === undefined || (!now.covered && now.addressId === '');
    case 'buy':
      return now !== undefined;
    case 'release':
      return now === undefined;
    case 'update':
      return now?.label === request.label;
    case 'assign':
      return (
        now?.covered === true &&
        now.place === request.place &&
        (request.label === undefined || now.label === request.label) &&
        (now.callerName === null || now.callerName === request.callerName)
      );
  }
}

function sameNumber(was: NumberView | undefined, now: NumberView | undefined): boolean {
  return (
    (was?.covered ?? false) === (now?.covered ?? false) &&
    (was?.addressId ?? '') === (now?.addressId ?? '') &&
    (was?.callerName ?? '') === (now?.callerName ?? '')
  );
}

/** I13: the exit code says what the rows say. */
export function checkExit({ exitCode }: Evidence, rows: readonly ResultRow[], report: Report): void {
  const has = (...results: readonly string[]): boolean =>
    rows.some((row) => results.includes(row['result'] ?? ''));
  const wrong =
    (exitCode === 0 && rows.some((row) => !QUIET.has(row['result'] ?? ''))) ||
    (exitCode === 1 && !has('failed', 'needs_review', 'not_attempted')) ||
    (exitCode === 6 && !has('pending')) ||
    (exitCode === 10 && !has('unknown')) ||
    (has('unknown') && exitCode !== null && !CAN_HIDE_UNKNOWN.includes(exitCode));
  if (wrong) report('I13', `exit ${exitCode} does not fit the rows`);
}

/** I9: a disturbed run ends where an undisturbed one ends. */
export function checkSameEnd({ after }: Evidence, undisturbed: Snapshot, report: Report): void {
  for (const [phone, wanted] of undisturbed.numbers) {
    const now = after.numbers.get(phone);
    const isSame =
      now?.covered === wanted.covered &&
      now.place === wanted.place &&
      (now.callerName === wanted.callerName || !wanted.covered) &&
      now.label === wanted.label;
    if (isSame) continue;
    const found = now ? now.place || 'no address' : 'no number';
    report('I9', `${phone} ended at ${found}, undisturbed at ${wanted.place || 'no address'}`);
  }
  for (const phone of after.numbers.keys()) {
    if (!undisturbed.numbers.has(phone)) report('I9', `${phone} is there, undisturbed it is not`);
  }
  const [count, expected] = [after.addresses.size, undisturbed.addresses.size];
  if (count !== expected) report('I9', `${count} addresses at the end, undisturbed ${expected}`);
}
