import type { Address } from '../domain/address/address.ts';
import { addressKey, placeKey } from '../domain/address/place-key.ts';
import {
  bareKeyOf,
  mayHaveBareUnit,
  type UnitNames,
  unitNames,
  unitOfKey,
  withUnit,
  writtenUnit,
} from '../domain/address/resolve-units.ts';
import { rowProblem } from '../errors/row-codes.ts';
import { readingAhead } from '../journal/reading-ahead.ts';
import type { OperationRecord } from '../journal/records.ts';
import type { PlanAccount, PlanContext } from './context/plan-context.ts';
import { failed } from './context/present.ts';
import { operationsOf } from './read-state.ts';

/**
 * Gives the requests of an account one spelling for each unit, where rows or the account write it with and without its
 * designator: what the number or the account has already, else the designator. Everything that follows (shared addresses,
 * reuse, comparison) sees one place then. To be called when the state is read; the requests are changed in the journal, so
 * that a resumed run sees the same. Nothing is read twice where no unit is bare.
 */
export async function adoptUnits(context: PlanContext, account: PlanAccount): Promise<void> {
  if (context.options.command === 'undo') return;
  const bare = new Set<string>();
  const noteMerged = ({ mergedUnit }: OperationRecord): void => {
    if (mergedUnit !== undefined) bare.add(mergedUnit);
  };
  for await (const address of placesOf(context, account, noteMerged)) {
    if (!mayHaveBareUnit(address)) continue;
    const key = placeKey(address);
    if (bareKeyOf(key) === key) bare.add(key);
  }
  if (bare.size === 0) return;
  const names = unitNames(bare);
  for await (const address of placesOf(context, account)) names.note(placeKey(address));
  for await (const operation of operationsOf(context, account.name)) {
    if (operation.phase === 'ended') continue;
    const adopted = await adopt(context, account, operation, names);
    if (adopted !== operation) await context.journal.saveOperation(context.runId, adopted);
  }
}

/** The places that rows request and those that the account has; each operation is shown to `note`. */
async function* placesOf(
  context: PlanContext,
  account: PlanAccount,
  note: (operation: OperationRecord) => void = () => undefined,
): AsyncGenerator<Address> {
  const { journal, runId } = context;
  // An address that is a resource of its own is among the stored ones.
  const isInside = account.provider.capabilities.addressModel === 'inside-number';
  const numbers = async ({ request }: OperationRecord) =>
    !isInside || request.address === null || request.phoneNumber === ''
      ? null
      : await journal.numberState(runId, account.name, request.phoneNumber);
  for await (const [operation, number] of readingAhead(operationsOf(context, account.name), numbers)) {
    note(operation);
    if (operation.request.address !== null) yield operation.request.address;
    if (number?.emergency.address) yield number.emergency.address;
  }
  for await (const { address } of journal.storedAddresses(runId, account.name)) yield address;
}

async function adopt(
  context: PlanContext,
  account: PlanAccount,
  operation: OperationRecord,
  names: UnitNames,
): Promise<OperationRecord> {
  const { request, mergedUnit } = operation;
  const { address } = request;
  // An address that a row names by its ID is changed to exactly what the row says.
  if (address === null || request.addressId !== '') return operation;
  const key = placeKey(address);
  const bareKey = bareKeyOf(key);
  const named = bareKey === null ? undefined : names.of(bareKey);
  if (bareKey === null || named === undefined) return operation;
  if (named === null) return mergedUnit === undefined ? operation : doubtful(operation, bareKey);
  const spelling = await spellingOf(context, account, operation, { named, bareKey });
  const isAsWritten = spelling === key && mergedUnit === undefined;
  if (isAsWritten) return operation;
  const unit = spelling === bareKey ? shownBare(bareKey) : unitOfKey(spelling);
  const written = mergedUnit === undefined ? writtenUnit(address) : shownBare(bareKey);
  const adopted = spelling === key ? address : withUnit(address, unit);
  const problem = rowProblem('ROW_UNIT_ADOPTED', {
    row: 0,
    column: 'unit',
    value: written,
    severity: 'warning',
    message:
      spelling === bareKey
        ? `The unit "${written}" is read as "${unit}", as the account has it: no other designator is used with it at this place.`
        : `The unit "${written}" is read as "${unit}": no other designator is used with it at this place.`,
  });
  return { ...operation, request: { ...request, address: adopted }, unitProblem: problem };
}

/** The spelling that costs no change: the number's own, one that the account has with this caller name, else the designator. */
async function spellingOf(
  { journal, runId }: PlanContext,
  { name, provider }: PlanAccount,
  { request }: OperationRecord,
  { named, bareKey }: { readonly named: string; readonly bareKey: string },
): Promise<string> {
  const { address, callerName, phoneNumber } = request;
  const number = phoneNumber === '' ? null : await journal.numberState(runId, name, phoneNumber);
  const addressId = number?.emergency.addressId ?? '';
  const stored = addressId === '' ? null : await journal.storedAddressById(runId, name, addressId);
  const present = stored?.address ?? number?.emergency.address;
  const presentKey = present ? placeKey(present) : '';
  if (presentKey === named || presentKey === bareKey) return presentKey;
  if (address === null) return named;
  for (const key of [named, bareKey]) {
    const other = withUnit(address, unitOfKey(key));
    const shared = addressKey(other, callerName, provider.capabilities.callerNameIn);
    const found = await journal.storedAddressesByKey(runId, name, shared);
    if (found.some(({ emergencyEnabled }) => emergencyEnabled)) return key;
  }
  return named;
}

/** Two rows about one number, one of them with a bare unit that may be another one's. */
function doubtful(operation: OperationRecord, bareKey: string): OperationRecord {
  const composed = failed('unitDoubtful', { unit: shownBare(bareKey) });
  return composed.kind === 'settled'
    ? { ...operation, phase: 'ended', outcome: composed.outcome }
    : operation;
}

function shownBare(bareKey: string): string {
  const unit = unitOfKey(bareKey);
  return unit.includes(' ') ? unit : `# ${unit}`;
}
