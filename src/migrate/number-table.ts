import type { Journal } from '../journal/journal.ts';
import type { RowOutcome } from '../journal/records.ts';
import { outcomeOf } from '../report/row-outcome.ts';
import type { Migration } from './migration-record.ts';
import { addressText } from './sheets.ts';

/** One number of a migration and how far it has come. */
export interface MovedNumber {
  readonly phoneNumber: string;
  readonly address: string;
  /** How its row at the new account ended. */
  readonly assigned: RowOutcome;
  /** How the new account's state compares with it; null until it was read. */
  verified: RowOutcome | null;
  /** How its removal at the old account ended; null when none was tried. */
  removed: RowOutcome | null;
  /** Why it was not even tried; empty when it was, or need not be. */
  stays: string;
}

/** The numbers of the run at the new account. */
export async function numbersOfRun(journal: Journal, runId: string): Promise<Map<string, MovedNumber>> {
  const header = (await journal.run(runId))?.header ?? [];
  const numbers = new Map<string, MovedNumber>();
  for await (const row of journal.rows(runId)) {
    const cell = (column: string): string => row.cells[header.indexOf(column)] ?? '';
    const phoneNumber = row.request?.phoneNumber ?? cell('phone_number');
    const known = { phoneNumber, address: addressText(cell), assigned: outcomeOf(row) };
    numbers.set(phoneNumber, { ...known, verified: null, removed: null, stays: '' });
  }
  return numbers;
}

/** Notes how the rows of a later run ended. */
export async function noteOutcomes(
  journal: Journal,
  runId: string,
  numbers: ReadonlyMap<string, MovedNumber>,
  as: 'verified' | 'removed',
): Promise<void> {
  for await (const row of journal.rows(runId)) {
    const number = numbers.get(row.request?.phoneNumber ?? '');
    if (number !== undefined) number[as] = outcomeOf(row);
  }
}

/** Whether the new account was read and shows the number as it should be. */
export function isVerified({ verified }: MovedNumber): boolean {
  return verified?.result === 'unchanged';
}

/** Whether the old account holds nothing for the number any more. */
export function isGone({ removed }: MovedNumber): boolean {
  return removed?.result === 'applied' || removed?.result === 'unchanged';
}

/** Of a preview: whether the plan at the new account can carry the number's row out. */
export function wouldMove({ assigned }: MovedNumber): boolean {
  return assigned.result === 'would_apply' || assigned.result === 'unchanged';
}

/** Why a number stays at the old account, in a sentence; empty when it does not. */
export function whyStays(
  number: MovedNumber,
  { keepOld, dryRun }: Pick<Migration, 'keepOld' | 'dryRun'>,
): string {
  const { assigned, verified, removed, stays } = number;
  if (dryRun) return wouldMove(number) ? '' : textOf(assigned);
  if (!isVerified(number)) {
    const isAssigned = assigned.result === 'applied' || assigned.result === 'unchanged';
    const outcome = isAssigned ? (verified ?? assigned) : assigned;
    return textOf(outcome);
  }
  if (keepOld || isGone(number)) return '';
  return stays !== '' ? stays : textOf(removed);
}

function textOf(outcome: RowOutcome | null): string {
  if (outcome === null) return 'not tried yet';
  const text = [outcome.errorMessage, outcome.hint].filter((each) => each !== undefined && each !== '');
  return text.length > 0 ? text.join(' ') : outcome.detail || outcome.result;
}
