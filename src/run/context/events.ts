import { z } from 'zod';
import { keyCells, type SubjectKey } from '../../domain/request/subject-key.ts';
import { type OpenGap, RESULTS, type RowRecord } from '../../journal/records.ts';
import { answerCells } from '../../report/results-csv.ts';
import { outcomeOf } from '../../report/row-outcome.ts';

const time = z.iso.datetime().describe('UTC');
const runId = z.string();
const count = z.int().nonnegative();
const phase = z.enum(['read', 'state', 'plan', 'address', 'numbers', 'files']);

/** Whom an event is about. A number is E.164; empty text where there is none. */
const subject = {
  account: z.string(),
  phone_number: z.string().describe('E.164: + and digits; empty when it is about an end user or neither'),
  endpoint_user_id: z.string().describe('id of an end user without a phone number; else empty'),
};

const address = z.strictObject({
  street: z.string(),
  unit: z.string(),
  city: z.string(),
  region: z.string(),
  postal_code: z.string(),
  country: z.string(),
});

/** Everything that is told while a command works, without its time. */
const TOLD = [
  z
    .strictObject({
      type: z.literal('run-started'),
      run_id: runId,
      command: z.string(),
      out_dir: z.string(),
      resumed: z.boolean(),
    })
    .describe('a run began, or was resumed; a migration has several'),
  z
    .strictObject({ type: z.literal('phase'), phase, total: count.nullable() })
    .describe('a part of the work began; total: how many things it has to do, null when that is not known'),
  z
    .strictObject({ type: z.literal('progress'), phase, done: count, total: count.nullable() })
    .describe('at most once a second'),
  z
    .strictObject({
      type: z.literal('waiting'),
      account: z.string(),
      message: z.string().nullable().describe('what the account waits for; null when that is over'),
      until: time.nullable().describe('when it ends at the latest, where that is known'),
    })
    .describe('an account waits, or no longer does'),
  z.strictObject({ type: z.literal('warning'), message: z.string() }),
  z.strictObject({ type: z.literal('note'), message: z.string() }),
  z
    .strictObject({ type: z.literal('gap-opened'), run_id: runId, ...subject, since: z.string() })
    .describe(
      'the number has no emergency address from now on; at the start: since an earlier run that has not ended',
    ),
  z
    .strictObject({ type: z.literal('gap-closed'), run_id: runId, ...subject })
    .describe('the number was seen covered, or its address was not removed after all'),
  z
    .strictObject({
      type: z.literal('change'),
      run_id: runId,
      ...subject,
      action: z.string(),
      result: z.enum(RESULTS),
      detail: z.string(),
      error_code: z.string(),
      error_message: z.string(),
    })
    .describe('the work for a number or address ended; its rows say the last word'),
  z
    .strictObject({
      type: z.literal('row'),
      run_id: runId,
      row: count.describe('line of the sheet, as a spreadsheet shows it'),
      ...subject,
      action: z.string(),
      reference: z.string(),
      result: z.enum(RESULTS),
      stage: z.string(),
      detail: z.string(),
      provider_address_id: z.string(),
      validation: z.string(),
      suggested: address.nullable().describe('what the provider would have instead'),
      address_before: z.string(),
      address_after: z.string(),
      emergency_status: z.string(),
      error_code: z.string(),
      error_column: z.string(),
      error_message: z.string(),
      hint: z.string(),
      provider_code: z.string(),
      provider_message: z.string(),
      provider_request_id: z.string(),
    })
    .describe('how a row of the sheet ended, as in results.csv'),
  z
    .strictObject({ type: z.literal('part-started'), run_id: runId, account: z.string() })
    .describe('a worker took an account of a run'),
  z
    .strictObject({
      type: z.literal('part-ended'),
      run_id: runId,
      account: z.string(),
      ended: z.boolean().describe('false: the worker was asked to stop, and another one goes on'),
      stopped: z
        .string()
        .describe('why nothing more is sent to the account; empty when it was worked to the end'),
    })
    .describe('a worker ended an account of a run, or gave it back'),
  z
    .strictObject({
      type: z.literal('run-progress'),
      run_id: runId,
      account: z.string(),
      done: count.describe('changes that have ended'),
      total: count,
      worker: z.string().describe('the process that has the account; empty when none has it'),
      ended: z.boolean(),
    })
    .describe('how far an account of a run that others carry out has come, when that changed'),
  z
    .strictObject({
      type: z.literal('finding'),
      ...subject,
      status: z.string(),
      severity: z.string(),
      codes: z.array(z.string()),
      finding: z.string(),
    })
    .describe('a number of a compliance export that has findings'),
  z
    .strictObject({
      type: z.literal('run-ended'),
      run_id: runId,
      exit_code: count,
      exit_reason: z.string(),
    })
    .describe('a run ended and its files are written'),
] as const;

/** What a run tells while it works, as data. */
export type ToldEvent = z.infer<(typeof TOLD)[number]>;

/** The last event of a command: the members of `--json`. */
const SUMMARY = z
  .looseObject({
    type: z.literal('summary'),
    at: time,
    exit_code: count,
    error: z.strictObject({ code: z.string(), message: z.string(), hint: z.string() }).optional(),
  })
  .describe('the last line: the members of --json');

/** One line of `--events`. */
export const eventSchema = z.discriminatedUnion('type', [
  SUMMARY,
  ...TOLD.map((told) => told.extend({ at: time })),
]);

/** An open or closed coverage gap, as the members of its event. */
export function gapMembers({ runId: run_id, account, phoneNumber }: Omit<OpenGap, 'since'>): {
  readonly run_id: string;
  readonly account: string;
  readonly phone_number: string;
  readonly endpoint_user_id: string;
} {
  return { run_id, ...subjectMembers(account, phoneNumber) };
}

/** An account and what it gives an address to, as the members of an event. */
export function subjectMembers(account: string, key: SubjectKey) {
  return { account, ...keyCells(key) };
}

/** How a row ended, as an event. */
export function rowEvent(row: RowRecord, runId: string): ToldEvent {
  const { request } = row;
  const outcome = outcomeOf(row);
  const cells = answerCells(row, outcome, runId);
  const suggested = outcome.suggested ?? null;
  return {
    type: 'row',
    run_id: runId,
    row: row.line,
    ...subjectMembers(cells.resolved_account, request?.phoneNumber ?? ''),
    action: request?.action ?? '',
    reference: request?.reference ?? '',
    result: outcome.result,
    stage: cells.stage,
    detail: cells.detail,
    provider_address_id: cells.provider_address_id,
    validation: cells.validation,
    suggested: suggested && {
      street: suggested.street,
      unit: suggested.unit,
      city: suggested.city,
      region: suggested.region,
      postal_code: suggested.postalCode,
      country: suggested.country,
    },
    address_before: cells.address_before,
    address_after: cells.address_after,
    emergency_status: cells.emergency_status,
    error_code: cells.error_code,
    error_column: cells.error_column,
    error_message: cells.error_message,
    hint: cells.hint,
    provider_code: cells.provider_code,
    provider_message: cells.provider_message,
    provider_request_id: cells.provider_request_id,
  };
}
