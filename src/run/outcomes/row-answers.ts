import { type Address, addressLine } from '../../domain/address/address.ts';
import type { Action } from '../../domain/request/request.ts';
import { OUTCOMES, outcomeFields } from '../../errors/outcomes.ts';
import { operationsAlong } from '../../journal/operations-along.ts';
import { readingAhead } from '../../journal/reading-ahead.ts';
import type { AddressRecord, OperationRecord, RowOutcome, RowRecord } from '../../journal/records.ts';
import { operationOwner } from '../../journal/subject.ts';
import { planningJournal } from '../../plan/context/planning-journal.ts';
import { changeAndWhy } from '../../report/operation-words.ts';
import type { RowTally } from '../../report/row-tally.ts';
import { accountStopped } from '../context/progress.ts';
import type { EndingContext } from '../context/run-context.ts';
import { ofAddress, validationText } from './address-outcomes.ts';
import { isBoughtUncovered } from './bought-uncovered.ts';
import { checkedOutcome } from './checked-address.ts';
import { labelProblems } from './stored-label.ts';

/** Why rows were not started, when a guard or a refusal stopped the run before them. */
export type NotBegun = Pick<RowOutcome, 'errorCode' | 'errorMessage' | 'hint'> | null;

/** Gives every row of the run that has no outcome yet the one of its operation, and shows each row to the tallies. */
export async function answerRows(
  outer: EndingContext,
  notBegun: NotBegun,
  tallies: readonly Pick<RowTally<unknown>, 'note'>[],
): Promise<void> {
  const context = { ...outer, journal: planningJournal(outer.journal) };
  const { journal, runId } = context;
  const answerTo = async ({ operation }: Asking) =>
    operation === null ? null : await answerOf(context, operation, notBegun);
  for await (const [{ row }, outcome] of readingAhead(rowsWithOperations(context), answerTo)) {
    if (outcome !== null) await journal.setRowOutcome(runId, row.position, outcome);
    const answered = outcome === null ? row : { ...row, outcome };
    for (const tally of tallies) tally.note(answered);
  }
}

/** A row, and the operation that answers it; null where it has its outcome, or no operation. */
interface Asking {
  readonly row: RowRecord;
  readonly operation: OperationRecord | null;
}

async function* rowsWithOperations({ journal, runId }: EndingContext): AsyncGenerator<Asking> {
  const operationOf = operationsAlong(journal, runId);
  for await (const row of journal.rows(runId)) {
    yield { row, operation: row.outcome === null ? await operationOf(row) : null };
  }
}

/** The whole answer to one operation: how it ended, and what is known around it. */
export async function answerOf(
  context: EndingContext,
  operation: OperationRecord,
  notBegun: NotBegun,
): Promise<RowOutcome> {
  const account = context.accounts.get(operation.account);
  const record =
    operation.addressKey === ''
      ? null
      : await context.journal.address(context.runId, operation.account, operation.addressKey);
  const outcome = operation.outcome ?? (await openAnswer(context, operation, record, notBegun));
  const problems = [...operation.problems, ...labelProblems(record, operation)];
  const isDone = ['applied', 'undone', 'would_apply', 'pending'].includes(outcome.result);
  const before = operation.beforeAddress?.address ?? operation.before?.emergency.address;
  const after = isDone ? addressAfter(operation, record, before) : undefined;
  return {
    ...(account ? { provider: account.provider.provider } : {}),
    ...(record && account ? { validation: validationText(record, account.provider.capabilities.title) } : {}),
    ...(record && record.providerAddressId !== '' ? { providerAddressId: record.providerAddressId } : {}),
    // What changes in place keeps its id; the address that was checked before is gone.
    ...(operation.moves === undefined ? {} : { providerAddressId: operation.request.addressId }),
    ...(record?.verdict?.kind === 'near' && operation.request.addressRow === undefined
      ? { suggested: record.verdict.suggested }
      : {}),
    ...(before ? { addressBefore: addressLine(before) } : {}),
    ...(after !== undefined ? { addressAfter: after } : {}),
    ...(operation.before ? { emergencyStatus: operation.before.emergency.status } : {}),
    ...(operation.requestId === '' ? {} : { providerRequestId: operation.requestId }),
    ...(operation.attempts > 0 ? { attempts: operation.attempts } : {}),
    ...(await begunAt(context, operation)),
    ...uncovered(context, operation),
    ...(operation.maxGapSeconds === undefined ? {} : { maxGapSeconds: operation.maxGapSeconds }),
    ...(problems.length > 0 ? { problems } : {}),
    ...outcome,
    ...ofChoice(operation, outcome),
    ...(isBoughtUncovered(operation, outcome) && (outcome.detail === '' || outcome.result === 'failed')
      ? { detail: 'the number was bought and has no emergency address yet' }
      : {}),
  };
}

/** What a row says of an address that was chosen for it among those that the provider offered. */
function ofChoice({ request }: OperationRecord, outcome: RowOutcome): Partial<RowOutcome> {
  if (request.asked === undefined || request.address === null) return {};
  const isRefused = outcome.errorCode === OUTCOMES.addressUnknownToProvider.code;
  if (isRefused) return outcomeFields('choiceRefused', { address: addressLine(request.address) });
  return { detail: [outcome.detail, 'the address is your choice'].filter(Boolean).join('; ') };
}

async function openAnswer(
  context: EndingContext,
  operation: OperationRecord,
  record: AddressRecord | null,
  notBegun: NotBegun,
): Promise<RowOutcome> {
  const { command } = context.options;
  // These commands send no call for a row.
  const begun = command === 'plan' || command === 'validate' ? null : await begunAnswer(context, operation);
  if (begun) return begun;
  if (record?.outcome) return ofAddress(operation, record.outcome);
  if (notBegun) return { result: 'not_attempted', stage: 'validate', detail: '', ...notBegun };
  const stopped = context.accounts.get(operation.account)?.stopped;
  if (stopped) return { ...accountStopped(stopped), stage: 'validate' };
  if (command === 'validate') return checkedOutcome(record, 'validate');
  if (command === 'plan') {
    if (operation.request.action === 'validate') {
      return record?.state === 'ready'
        ? checkedOutcome(record, 'address')
        : { result: 'skipped', stage: 'address', detail: 'not checked yet' };
    }
    return {
      result: 'would_apply',
      stage: 'validate',
      detail: changeAndWhy(operation),
    };
  }
  return { result: 'not_attempted', stage: 'assign', detail: 'the run ended before this row' };
}

/** A row that an interrupted process started and this one could not finish; null when nothing was sent for it. */
async function begunAnswer(context: EndingContext, operation: OperationRecord): Promise<RowOutcome | null> {
  const hint = 'Type e911 resume to finish it.';
  const calls = await context.journal.callsOf(context.runId, operation.account, operationOwner(operation));
  const last = calls.at(-1)?.state;
  if (last === 'intended' || last === 'unknown') {
    return {
      result: 'unknown',
      stage: 'assign',
      detail: 'the answer was lost, and the effect is not checked yet',
      hint,
    };
  }
  return calls.some(({ state }) => state === 'done' || state === 'adopted')
    ? { result: 'pending', stage: 'assign', detail: 'started, not finished', hint }
    : null;
}

/** These leave the address as it is; an update does when its row gives no address. */
const KEEPING: ReadonlySet<Action> = new Set(['enable', 'disable', 'update']);

function addressAfter(
  operation: OperationRecord,
  record: AddressRecord | null,
  before: Address | null | undefined,
): string | undefined {
  const requested = requestedAddress(operation, record);
  const keeps = requested === undefined && KEEPING.has(operation.request.action);
  return keeps && before ? addressLine(before) : requested;
}

function requestedAddress(operation: OperationRecord, record: AddressRecord | null): string | undefined {
  if (operation.request.action === 'remove' || operation.request.action === 'delete-address') return '';
  if (record) return addressLine(record.content.address);
  const step = operation.program.find((i) => i.do === 'step' && i.step.kind === 'associate');
  if (step?.do === 'step' && step.step.kind === 'associate') return addressLine(step.step.address);
  const update = operation.program.find((i) => i.do === 'step' && i.step.kind === 'update-address');
  if (update?.do === 'step' && update.step.kind === 'update-address') return addressLine(update.step.address);
  return operation.request.address ? addressLine(operation.request.address) : undefined;
}

/** When the operation's first changing call was sent; nothing for a row that needed none. */
async function begunAt(
  context: EndingContext,
  operation: OperationRecord,
): Promise<Pick<RowOutcome, 'startedAt'>> {
  if (operation.attempts === 0) return {};
  const first = (
    await context.journal.callsOf(context.runId, operation.account, operationOwner(operation))
  ).at(0);
  return first === undefined ? {} : { startedAt: first.sentAt };
}

function uncovered(context: EndingContext, operation: OperationRecord): Pick<RowOutcome, 'uncoveredSeconds'> {
  if (operation.gapOpenedAt === null) return {};
  const untilMs =
    operation.gapClosedAt === null ? context.host.clock.wallMs() : Date.parse(operation.gapClosedAt);
  return {
    uncoveredSeconds: Math.max(0, Math.round((untilMs - Date.parse(operation.gapOpenedAt)) / 100) / 10),
  };
}
