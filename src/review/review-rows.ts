import { changeKey } from '../domain/address/address-changes.ts';
import { keyCells } from '../domain/request/subject-key.ts';
import type { Journal } from '../journal/journal.ts';
import type { RowRecord, RunRecord } from '../journal/records.ts';
import { outcomeOf } from '../report/row-outcome.ts';
import { notedColumns } from '../run/context/noted-columns.ts';
import { type PlainAddress, plain } from './plain-address.ts';

/** One row that needs a decision. */
export interface ReviewRow {
  /** Its place in the sheet, from 1: the name of the row in a review. */
  readonly position: number;
  /** Its line as a spreadsheet numbers it. */
  readonly line: number;
  /** Phone number in E.164, or the ID of an end user; as it was typed where it cannot be read. */
  readonly number: string;
  readonly account: string;
  readonly action: string;
  readonly reference: string;
  readonly callerName: string;
  readonly asked: PlainAddress;
  /** Addresses that the carrier offers instead; empty where it offers none. */
  readonly offers: readonly PlainAddress[];
  /** `gap`: accepting it lets the number be without an address for longer than `--max-gap`. */
  readonly question: 'address' | 'gap' | 'error';
  readonly code: string;
  readonly text: string;
  readonly hint: string;
  /** The address that the number has now, on one line; empty for none. */
  readonly before: string;
  /** Rows with the same text here are one decision: the same words change in the same way. */
  readonly group: string;
}

const NEEDS_DECISION: ReadonlySet<string> = new Set(['needs_review', 'failed']);
const GAP_CODE = 'GAP_TOO_LONG';

/** A row that needs a decision as the page shows it, and as the journal has it. */
export interface OpenRow {
  readonly row: ReviewRow;
  readonly record: RowRecord;
}

/**
 * The rows of a finished run that need a decision, by their positions, in the order of the sheet. They never change: what is decided
 * of them is kept beside them.
 */
export async function readOpenRows(journal: Journal, run: RunRecord): Promise<ReadonlyMap<number, OpenRow>> {
  const columns = notedColumns(run);
  const open = new Map<number, OpenRow>();
  for await (const record of journal.rows(run.runId)) {
    const { result, stage } = outcomeOf(record);
    if (!NEEDS_DECISION.has(result) || stage === 'read') continue;
    open.set(record.position, { row: reviewRow(record, columns), record });
  }
  return open;
}

function reviewRow(row: RowRecord, columns: Readonly<Record<string, number>>): ReviewRow {
  const outcome = outcomeOf(row);
  const cell = (name: string): string => row.cells[columns[name] ?? -1]?.trim() ?? '';
  const { request } = row;
  const keys = keyCells(request?.phoneNumber ?? '');
  const asked = request?.address ?? {
    street: cell('street'),
    unit: cell('unit'),
    city: cell('city'),
    region: cell('region'),
    postalCode: cell('postal_code'),
    country: cell('country'),
  };
  const offers = (outcome.suggested ? [outcome.suggested] : (outcome.candidates ?? [])).map(plain);
  const code = outcome.errorCode ?? '';
  const question = code === GAP_CODE ? 'gap' : offers.length > 0 ? 'address' : 'error';
  const text = outcome.errorMessage || outcome.detail;
  return {
    position: row.position,
    line: row.line,
    number: keys.phone_number || keys.endpoint_user_id || cell('phone_number') || cell('endpoint_user_id'),
    account: request?.account ?? cell('account'),
    // A row about one number of a site is a part of the row of the site.
    action: request?.site === undefined ? (request?.action ?? cell('action')) : 'move-site',
    reference: request?.reference ?? cell('reference'),
    callerName: request?.callerName ?? cell('caller_name'),
    asked: plain(asked),
    offers,
    question,
    code,
    text,
    hint: outcome.hint ?? '',
    before: outcome.addressBefore ?? '',
    // Which of several addresses is meant is a question of each row of the sheet alone.
    group:
      offers.length > 1
        ? `choice ${row.line}`
        : groupOf(question, { code, text: withoutNumber(text, keys.phone_number), asked, offer: offers[0] }),
  };
}

/** What is wrong with several rows in the same words, each with its own number. */
function withoutNumber(text: string, phoneNumber: string): string {
  return phoneNumber === '' ? text : text.replaceAll(phoneNumber, '');
}

/** The words that change, without those that stay: `Street` to `ST` is one group, whichever house it is. */
function groupOf(
  question: ReviewRow['question'],
  {
    code,
    text,
    asked,
    offer,
  }: {
    readonly code: string;
    readonly text: string;
    readonly asked: PlainAddress;
    readonly offer: PlainAddress | undefined;
  },
): string {
  if (question !== 'address' || offer === undefined) return `${question} ${code} ${text}`;
  return `address ${changeKey(asked, offer)}`;
}
