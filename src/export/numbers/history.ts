import type { Address } from '../../domain/address/address.ts';
import type { Journal } from '../../journal/journal.ts';
import type { CallRecord, OperationRecord, Result, RunRecord } from '../../journal/records.ts';
import { operationOwner } from '../../journal/subject.ts';
import type { AddressContent } from '../../providers/contract.ts';
import type { Spool } from '../context/spool.ts';

/** By which run and whom, and when. */
export interface DoneBy {
  /** ISO time. */
  readonly at: string;
  readonly runId: string;
  readonly operator: string;
}

/** The last change that this program made to the address of a number. */
export interface ChangedBy extends DoneBy {
  /** What it set; null when it removed the address or set none. */
  readonly address: Address | null;
  readonly callerName: string;
  /** The address before; null when there was none. */
  readonly previous: Address | null;
}

/** Where the history of a number is kept in the spool. */
export const historyKey = (phoneNumber: string): string => `number:${phoneNumber}`;
/** Where the history of an address is kept in the spool. */
export const placeHistoryKey = (addressKey: string): string => `place:${addressKey}`;

const MANY_RUNS = 1_000_000;
const CHECKED: ReadonlySet<Result> = new Set<Result>(['applied', 'unchanged', 'valid']);

/**
 * Reads what the journal knows of the accounts' numbers: when each was last changed and last checked. Later runs overwrite
 * earlier ones, so one pass in order of time is enough.
 */
export async function loadHistory(
  journal: Journal,
  accounts: ReadonlyMap<string, number>,
  spool: Spool,
): Promise<void> {
  const oldestFirst = (await journal.runs(MANY_RUNS)).reverse();
  for (const run of oldestFirst) {
    for await (const operation of journal.operations(run.runId)) {
      const account = accounts.get(operation.account);
      if (account !== undefined) await noteOperation({ journal, spool }, account, run, operation);
    }
    for (const entry of accounts) await noteAddresses({ journal, spool }, run, entry);
  }
}

async function noteOperation(
  { journal, spool }: { readonly journal: Journal; readonly spool: Spool },
  account: number,
  run: RunRecord,
  operation: OperationRecord,
): Promise<void> {
  const { request, outcome } = operation;
  if (outcome === null || request.phoneNumber === '') return;
  const at = outcome.finishedAt ?? run.finishedAt ?? run.startedAt;
  const by: DoneBy = { at, runId: run.runId, operator: run.operator };
  const key = historyKey(request.phoneNumber);
  const left =
    operation.writes > 0
      ? addressLeft(await journal.callsOf(run.runId, operation.account, operationOwner(operation)))
      : undefined;
  if (left !== undefined) {
    const previous = operation.beforeAddress?.address ?? operation.before?.emergency.address ?? null;
    const changed: ChangedBy = {
      ...by,
      address: left?.address ?? null,
      callerName: left?.callerName ?? '',
      previous,
    };
    spool.put('changed-by', account, key, changed);
  }
  const names = request.address !== null || request.addressId !== '';
  if (names && CHECKED.has(outcome.result)) spool.put('checked-by', account, key, by);
}

/**
 * What the calls of an operation left as the number's address: null when they removed it, undefined when they changed
 * something else (settings, the emergency switch). A call whose outcome is unknown counts: it may have taken effect.
 */
function addressLeft(calls: readonly CallRecord[]): AddressContent | null | undefined {
  let left: AddressContent | null | undefined;
  for (const { step, state } of calls) {
    if (state === 'not-sent' || state === 'refused' || state === 'absent') continue;
    if (step.kind === 'associate') left = step;
    if (step.kind === 'disassociate' || step.kind === 'release') left = null;
  }
  return left;
}

/** An address that a run had accepted by the provider counts as checked for every number that has it. */
async function noteAddresses(
  { journal, spool }: { readonly journal: Journal; readonly spool: Spool },
  run: RunRecord,
  [name, account]: readonly [string, number],
): Promise<void> {
  // A plan without --check-by-create asks no provider: the addresses it finds were accepted earlier.
  if (run.command === 'plan' && run.options['checkByCreate'] !== true) return;
  const by: DoneBy = { at: run.finishedAt ?? run.startedAt, runId: run.runId, operator: run.operator };
  for await (const record of journal.addresses(run.runId, name, 'ready')) {
    spool.put('checked-by', account, placeHistoryKey(record.addressKey), by);
  }
}
