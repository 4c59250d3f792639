import type { NumberSettings } from '../../domain/request/request.ts';
import type { Journal } from '../../journal/journal.ts';
import type { CallRecord, OperationRecord } from '../../journal/records.ts';
import { operationOwner } from '../../journal/subject.ts';
import type { AddressContent, Step, StepKind } from '../../providers/contract.ts';
import { registeredId } from '../addresses/registered-address.ts';

/** The address that a run left on a number; `addressId` is empty where addresses live inside the number. */
export interface LeftAddress extends AddressContent {
  readonly addressId: string;
  /** The end user that it gave the endpoint; absent where it named none. */
  readonly endUserId?: string;
}

/** What an operation left behind, as far as it changed something. Absent: it did not touch that. */
export interface LeftBehind {
  readonly kinds: ReadonlySet<StepKind>;
  /** Null: it took the address off. */
  readonly address?: LeftAddress | null;
  readonly switchedOn?: boolean;
  readonly settings?: NumberSettings;
  /** The new text of an address that was changed by itself. */
  readonly updated?: Extract<Step, { kind: 'update-address' }>;
}

const OF_ASSOCIATION: ReadonlySet<StepKind> = new Set(['associate', 'disassociate', 'switch-emergency']);

/**
 * Reads from the journal what an operation of a run left behind. Two answers when the outcome of its last call was never
 * seen: without and with that call.
 */
export async function leftByOperation(
  journal: Journal,
  runId: string,
  operation: OperationRecord,
): Promise<readonly LeftBehind[]> {
  const calls = await journal.callsOf(runId, operation.account, operationOwner(operation));
  const certain = calls.filter(({ state }) => state === 'done' || state === 'adopted');
  const last = calls.at(-1);
  const inDoubt = last && mayHaveTakenEffect(last) ? [last] : [];
  const folded = inDoubt.length === 0 ? [fold(certain)] : [fold(certain), fold([...certain, ...inDoubt])];
  return Promise.all(
    folded.map(async (left) => (left.address ? { ...left, address: await asStored(left.address) } : left)),
  );

  /** In the provider's own form of then, where that is known: an accepted correction is not a later change. */
  async function asStored(address: LeftAddress): Promise<LeftAddress> {
    const id = address.addressId || registeredId(operation.request.phoneNumber);
    const stored = await journal.storedAddressById(runId, operation.account, id);
    return stored
      ? { ...address, address: stored.address, callerName: stored.callerName ?? address.callerName }
      : address;
  }
}

/** A state that equals the effect of an association that was given up is taken for its effect, which came late. */
function mayHaveTakenEffect({ state, step }: CallRecord): boolean {
  return state === 'intended' || state === 'unknown' || (state === 'absent' && OF_ASSOCIATION.has(step.kind));
}

function fold(calls: readonly CallRecord[]): LeftBehind {
  let left: LeftBehind = { kinds: new Set() };
  for (const { step, result } of calls) {
    left = { ...left, ...change(left, step, result), kinds: new Set([...left.kinds, step.kind]) };
  }
  return left;
}

function change(left: LeftBehind, step: Step, result: CallRecord['result']): Partial<LeftBehind> {
  switch (step.kind) {
    case 'associate':
      return { address: step };
    case 'disassociate':
      return { address: null };
    case 'switch-emergency':
      return { switchedOn: step.on };
    case 'buy': {
      const { subaccount_key: _account, ...settings } = step.settings;
      return Object.keys(settings).length === 0 ? {} : { settings };
    }
    case 'update-number':
      return { settings: { ...left.settings, ...step.settings } };
    case 'update-address':
      // The provider may keep another form of the address than the one that was sent.
      return { updated: { ...step, address: result?.stored?.address ?? step.address } };
    default:
      return {};
  }
}
