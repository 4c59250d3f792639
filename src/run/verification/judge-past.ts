import { addressLine } from '../../domain/address/address.ts';
import { addressKey } from '../../domain/address/place-key.ts';
import type { NumberSettings } from '../../domain/request/request.ts';
import { acquires, covers } from '../../domain/request/request-scope.ts';
import { keyColumn } from '../../domain/request/subject-key.ts';
import type { Journal } from '../../journal/journal.ts';
import type { OperationRecord, RowOutcome } from '../../journal/records.ts';
import { writtenSettings } from '../../plan/numbers/compose-number.ts';
import { type LeftBehind, leftByOperation } from '../../plan/undo/left-by-run.ts';
import { differsFromLeft, hasNoAddress, type Standing, standingText } from '../../plan/undo/number-match.ts';
import type { NumberState, Step } from '../../providers/contract.ts';
import type { RunAccount, RunContext } from '../context/run-context.ts';
import { asExpected, drifted, lostCoverage } from '../outcomes/drift.ts';
import type { Judge } from './verify-accounts.ts';

const AGAIN = 'To return to what that run applied, apply the sheet again: rows that match cost no write.';

/** Judges an operation of an earlier run by what that run left behind. */
export const judgePast: Judge = async (context, account, operation, number) => {
  const { journal, options } = context;
  const past = await journal.operation(options.ofRun ?? '', operation.operationId);
  if (!past) return { result: 'skipped', stage: 'verify', detail: 'that run has no record of this row' };
  if (past.request.phoneNumber === '') return judgeByItself(context, account, past);
  if (past.request.action === 'release') {
    return number
      ? drifted(keyColumn(past.request.phoneNumber), 'the number is back in the account', AGAIN)
      : asExpected('released');
  }
  if (!number) {
    return drifted(keyColumn(past.request.phoneNumber), 'the number is no longer in this account', AGAIN);
  }
  const left = await expectedOf(context, account, past);
  const settings = left.settings
    ? await judgeSettings(context, account, settingsStep(past, left.settings, number), number.settingsPending)
    : null;
  if (left.address === undefined && left.switchedOn === undefined) {
    if (settings !== null) return settings;
    if (acquires(past.request)) return asExpected('the number is in the account');
  }
  const addressId = number.emergency.addressId;
  const stored =
    addressId === '' ? null : await journal.storedAddressById(context.runId, account.name, addressId);
  const now: Standing = { number, stored };
  const coverage = { ...shownAddresses(left, now), ...judgeNumber(account, past, left, now) };
  // A missing address outweighs a setting; a setting that differs outweighs an address that is right.
  const isRight = coverage.result === 'unchanged' && settings !== null && settings.result !== 'unchanged';
  return isRight ? { ...coverage, ...settings } : coverage;
};

/** What must be true of the number, but for a switch that the account is known to ignore. */
async function expectedOf(
  { journal, options }: RunContext,
  { provider }: RunAccount,
  past: OperationRecord,
): Promise<LeftBehind> {
  const { switchedOn, ...left } = await expected(journal, options.ofRun ?? '', past);
  const isIgnored = await journal.isObserved(provider.accountKey, 'emergency-status-ignored');
  return switchedOn === undefined || isIgnored ? left : { ...left, switchedOn };
}

/** What must be true of the number: what the run left, or what it found when there was nothing to do. */
async function expected(journal: Journal, runId: string, past: OperationRecord): Promise<LeftBehind> {
  let left = (await leftByOperation(journal, runId, past)).at(-1) ?? { kinds: new Set() };
  if (left.kinds.size > 0) return left;
  const { request, before, beforeAddress } = past;
  if (request.action === 'remove') return { ...left, address: null };
  if (request.action === 'enable' || request.action === 'disable') {
    return { ...left, switchedOn: request.action === 'enable' };
  }
  const asked = writtenSettings(request.settings);
  if (Object.keys(asked).length > 0) left = { ...left, settings: asked };
  if (!covers(request)) return left;
  const address = beforeAddress?.address ?? before?.emergency.address ?? request.address;
  if (!address) return left;
  return {
    ...left,
    address: {
      address,
      addressId: before?.emergency.addressId ?? '',
      ...(request.endUserId === undefined ? {} : { endUserId: request.endUserId }),
      callerName: beforeAddress?.callerName ?? before?.emergency.callerName ?? '',
      label: '',
      addressKind: request.addressKind,
      tag: '',
    },
  };
}

/** The change of settings whose effect is read back. */
function settingsStep(
  past: OperationRecord,
  settings: NumberSettings,
  { phoneNumber, handle, settings: present }: NumberState,
): Extract<Step, { readonly kind: 'update-number' }> {
  return {
    kind: 'update-number',
    phoneNumber,
    handle,
    country: past.request.numberCountry,
    settings,
    present,
  };
}

function judgeNumber(
  account: RunAccount,
  past: OperationRecord,
  left: LeftBehind,
  now: Standing,
): RowOutcome {
  const { state, status, failure } = now.number.emergency;
  const was = past.outcome?.result;
  // A run that left its row pending or unknown never saw the number covered.
  const isProven = was !== 'pending' && was !== 'unknown';
  const wasCovered = isProven || past.before?.emergency.state === 'covered';
  const text = standingText(now);
  if (left.address && (hasNoAddress(now.number) || state === 'missing' || state === 'failed')) {
    return wasCovered ? lostCoverage(text) : drifted('street', `${text} ${failure}`.trim(), AGAIN);
  }
  const column = differsFromLeft(now, left, account.provider.capabilities);
  if (column === 'caller_name') return drifted(column, callerText(now), AGAIN);
  if (column === 'endpoint_user_id') {
    return drifted(column, `the end user is ${now.number.facts['endpoint_user_id'] ?? ''}`, AGAIN);
  }
  if (column === 'action') {
    return drifted(column, `emergency calling is ${now.number.emergency.switchedOn ? 'on' : 'off'}`, AGAIN);
  }
  if (column) return drifted(column, text, AGAIN);
  if (left.address === undefined) return asExpected('as applied');
  const isGoal = left.address === null ? state === 'missing' : state === 'covered';
  if (isGoal) {
    return asExpected(left.address === null ? 'without an address, as applied' : 'covered, as applied');
  }
  if (state === 'pending' || state === 'removing') {
    return {
      result: 'pending',
      stage: 'verify',
      detail: `the provider says ${status || state}`,
      hint: 'Verify again later, with a longer --wait.',
    };
  }
  return drifted('street', `the provider says ${status || state}`, AGAIN);
}

function callerText({ number, stored }: Standing): string {
  return `the caller name is ${number.emergency.callerName ?? stored?.callerName ?? ''}`;
}

function shownAddresses(left: LeftBehind, { number, stored }: Standing): Partial<RowOutcome> {
  const present = stored?.address ?? number.emergency.address;
  return {
    ...(left.address === undefined
      ? {}
      : { addressBefore: left.address === null ? '' : addressLine(left.address.address) }),
    addressAfter: present ? addressLine(present) : '',
  };
}

async function judgeSettings(
  context: RunContext,
  account: RunAccount,
  step: Extract<Step, { readonly kind: 'update-number' }>,
  pending: string,
): Promise<RowOutcome> {
  if (pending !== '') return { result: 'pending', stage: 'verify', detail: `the provider says ${pending}` };
  const seen = await account.provider.checkEffect(step, { signal: context.host.stop, priority: 'read' });
  if (seen.found === 'done') return asExpected('set as applied');
  // What cannot be read neither matches nor differs.
  if (seen.found === 'unclear') {
    return { result: 'skipped', stage: 'verify', detail: `cannot be read back: ${seen.why}` };
  }
  const present = new Map(Object.entries(step.present));
  const columns = Object.entries(step.settings).flatMap(([column, value]) =>
    (present.get(column) ?? '') === value ? [] : [column],
  );
  const now = columns.map((column) => `${column} is ${present.get(column) || 'empty'}`);
  return drifted(columns[0] ?? '', now.join(', '), AGAIN);
}

/** An address or a recipient by itself. Recipients that are there were found when the state was read. */
async function judgeByItself(
  context: RunContext,
  account: RunAccount,
  past: OperationRecord,
): Promise<RowOutcome> {
  const { journal, runId, options } = context;
  const { action } = past.request;
  if (action === 'add-recipient') return drifted('recipient_email', 'the recipient does not exist', AGAIN);
  const record = await journal.address(options.ofRun ?? '', account.name, past.addressKey);
  const id = action === 'add-address' ? (record?.providerAddressId ?? '') : past.request.addressId;
  const isKnown = id !== '' || past.outcome?.providerAddressId !== undefined;
  const present = await journal.storedAddressById(
    runId,
    account.name,
    id || (past.outcome?.providerAddressId ?? ''),
  );
  if (action === 'delete-address') {
    return present ? drifted('address_id', 'the address exists again', AGAIN) : asExpected('deleted');
  }
  if (!isKnown) return { result: 'skipped', stage: 'verify', detail: 'nothing to read back' };
  if (!present) return drifted('address_id', 'the address no longer exists', AGAIN);
  const { callerNameIn } = account.provider.capabilities;
  const wanted =
    (await leftByOperation(journal, options.ofRun ?? '', past)).at(-1)?.updated ??
    (await journal.storedAddressById(options.ofRun ?? '', account.name, present.id)) ??
    record?.content;
  const gone = await noLongerAt(context, account, past, present.id);
  if (gone !== '') return drifted('address_id', `${gone} no longer has this address`, AGAIN);
  const isSame =
    !wanted ||
    addressKey(wanted.address, wanted.callerName ?? '', callerNameIn) ===
      addressKey(present.address, present.callerName ?? '', callerNameIn);
  return isSame ? asExpected('as applied') : drifted('street', addressLine(present.address), AGAIN);
}

/** The numbers that a run moved with their address and that have another one now, as a text; empty when there are none. */
async function noLongerAt(
  { journal, runId }: RunContext,
  account: RunAccount,
  { moves = [] }: OperationRecord,
  addressId: string,
): Promise<string> {
  const present = new Set(
    moves.length === 0 ? [] : await journal.numbersUsingAddress(runId, account.name, addressId),
  );
  return moves.filter((number) => !present.has(number)).join(', ');
}
