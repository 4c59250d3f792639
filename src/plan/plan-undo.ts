import { type AddressKind, addressLine } from '../domain/address.ts';
import { addressMark, startsWithMark } from '../domain/mark.ts';
import { addressKey } from '../domain/place-key.ts';
import type { OperationRecord } from '../journal/records.ts';
import type { AddressContent, Capabilities, StoredAddress } from '../providers/contract.ts';
import type { RunAccount, RunContext } from '../run/run-context.ts';
import type { Associate } from './compose-coverage.ts';
import { composeUndo, kept } from './compose-undo.ts';
import { findReusable } from './find-reusable.ts';
import { type LeftBehind, leftByOperation } from './left-by-run.ts';
import { hasNoAddress } from './number-match.ts';
import { type Planned, settledBy } from './planned.ts';
import { type Composed, failed, type Present, type Verb } from './present.ts';
import { SWITCH_IGNORED } from './switch-ignored.ts';

/** Subject of an operation that deletes an address which the undone run made. */
export const MADE_ADDRESS = 'made-address:';

/**
 * Turns an operation of an undo into the program that puts back what the earlier run changed, from the snapshot and the
 * before-images of the journal. Reads and writes only the journal.
 */
export function planUndo(context: RunContext, account: RunAccount, operation: OperationRecord): Planned {
  const { journal, runId, options } = context;
  const { provider, name } = account;
  const pastRun = options.ofRun ?? '';
  const past = journal.operation(pastRun, operation.operationId);
  const number =
    operation.wish.phoneNumber === '' ? null : journal.numberState(runId, name, operation.wish.phoneNumber);
  const currentId = number?.emergency.addressId ?? '';
  const stored = currentId === '' ? null : journal.storedAddressById(runId, name, currentId);
  const base: OperationRecord = {
    ...operation,
    before: number,
    beforeAddress: stored,
    handle: number?.handle ?? '',
  };
  const done = (composed: Composed, changed: Partial<OperationRecord> = {}): Planned => {
    const planned = { ...base, ...changed };
    if (composed.kind === 'settled') return settledBy(composed, planned, provider.provider);
    return { composed, operation: { ...planned, program: composed.program } };
  };
  if (operation.subject.startsWith(MADE_ADDRESS)) {
    const made = journal.storedAddressById(runId, name, operation.wish.addressId);
    return done(deleteMade(account, operation, made), { beforeAddress: made });
  }
  if (!past) return done(failed('CANNOT_BE_UNDONE', '', 'That run does not know this row.', ''));
  const left = leftByOperation(journal, pastRun, past);
  const did = (kind: 'update-address' | 'delete-address' | 'add-recipient'): boolean =>
    left.some(({ kinds }) => kinds.has(kind));
  if (did('add-recipient')) return done(recipientStays());
  if (did('delete-address')) return recreate(context, account, past, done);
  if (did('update-address')) {
    const now = journal.storedAddressById(runId, name, past.beforeAddress?.id ?? '');
    return done(updateBack(context, account, past, left, now), { beforeAddress: now });
  }
  const associate = formerAssociation(context, account, past, number?.handle ?? '');
  const composed = composeUndo(
    { past, left, present: presentOf(context, account, operation, { number, stored }), associate },
    provider.capabilities,
  );
  const isUsed =
    composed.kind === 'program' &&
    composed.program.some((i) => i.do === 'step' && i.step.kind === 'associate');
  if (!isUsed || !associate) return done(composed);
  rememberFormer(context, account, past, associate);
  return done(composed, { addressKey: associate.addressKey ?? '' });
}

function presentOf(
  context: RunContext,
  account: RunAccount,
  { wish }: OperationRecord,
  { number, stored }: Pick<Present, 'number' | 'stored'>,
): Present {
  const { provider } = account;
  return {
    wish,
    number,
    stored,
    content: null,
    addressKey: '',
    named: null,
    acceptedKey: null,
    keyOf: (each) => keyOf(each, provider.capabilities),
    usedBy: [],
    stages: (settings, present) => provider.updateStages?.(settings, present) ?? [settings],
    switchIgnored: context.journal.fact(provider.accountKey, SWITCH_IGNORED) !== null,
  };
}

function keyOf(
  stored: Pick<StoredAddress, 'address' | 'callerName'>,
  { callerNameIn }: Capabilities,
): string {
  return addressKey(stored.address, stored.callerName ?? '', callerNameIn);
}

/** How to give a number its address of before: the old resource when it still reads the same, else one of the same content. */
function formerAssociation(
  context: RunContext,
  account: RunAccount,
  past: OperationRecord,
  handle: string,
): Associate | null {
  const { before, beforeAddress } = past;
  if (!before || hasNoAddress(before)) return null;
  const { capabilities } = account.provider;
  const { addressId, address } = before.emergency;
  const standing = context.journal.storedAddressById(context.runId, account.name, addressId);
  const former = beforeAddress ?? (address ? bare(address, addressId) : standing);
  if (!former) return null;
  const isUnchanged = standing !== null && keyOf(standing, capabilities) === keyOf(former, capabilities);
  const callerName = former.callerName ?? before.emergency.callerName ?? past.wish.callerName;
  return {
    do: 'step',
    step: {
      kind: 'associate',
      phoneNumber: past.wish.phoneNumber,
      handle,
      addressId: '',
      ...contentAgain(account, former, past.wish.addressKind),
      callerName,
    },
    addressKey: isUnchanged ? `id|${addressId}` : keyOf(former, capabilities),
  };
}

function bare(address: StoredAddress['address'], id: string): StoredAddress {
  return {
    id,
    address,
    callerName: null,
    label: '',
    mark: '',
    emergencyEnabled: true,
    status: '',
    facts: {},
  };
}

/** What to write so that an address reads as it did, with a mark by which it is found again. */
function contentAgain(account: RunAccount, former: StoredAddress, kind: AddressKind): AddressContent {
  const { capabilities, accountKey } = account.provider;
  const own = addressMark(accountKey, keyOf(former, capabilities), capabilities.mark?.maxChars ?? 24);
  // Where the mark is the id itself, the address gets its old id back.
  const mark = former.id !== '' && former.mark === former.id ? former.id : own;
  const label = startsWithMark(former.label, own)
    ? former.label.trim().slice(own.length).trim()
    : former.label;
  const shownKind = former.facts['address_location_type'];
  return {
    address: former.address,
    callerName: former.callerName ?? '',
    label,
    addressKind: shownKind === 'residential' || shownKind === 'business' ? shownKind : kind,
    mark,
  };
}

/** Notes the former address as one that the numbers of this run wait for: ready when it is there, else to be made again. */
function rememberFormer(
  context: RunContext,
  account: RunAccount,
  past: OperationRecord,
  { step, addressKey: key = '' }: Associate,
): void {
  const { journal, runId } = context;
  if (journal.address(runId, account.name, key)) return;
  const { kind: _kind, phoneNumber, handle: _handle, addressId: _id, ...content } = step;
  const isInside = account.provider.capabilities.addressModel === 'inside-number';
  const id = key.startsWith('id|')
    ? (past.before?.emergency.addressId ?? '')
    : (findReusable(context, account, key, null)?.id ?? '');
  journal.saveAddress(runId, {
    account: account.name,
    addressKey: key,
    content,
    state: isInside || id !== '' ? 'ready' : 'open',
    providerAddressId: id,
    createdByRun: false,
    verdict: isInside || id !== '' ? { kind: 'exact' } : null,
    outcome: null,
    phoneNumber,
    isWanted: true,
  });
}

function recreate(
  context: RunContext,
  account: RunAccount,
  past: OperationRecord,
  done: (composed: Composed, changed?: Partial<OperationRecord>) => Planned,
): Planned {
  const former = past.beforeAddress;
  if (!former)
    return done(
      failed('ADDRESS_BEFORE_UNKNOWN', 'address_id', 'The text of the deleted address is not known.', ''),
    );
  const key = keyOf(former, account.provider.capabilities);
  const there = findReusable(context, account, key, null);
  if (there) {
    const detail = 'an address that reads so is there';
    return done(
      {
        kind: 'settled',
        outcome: { result: 'unchanged', stage: 'validate', detail, providerAddressId: there.id },
      },
      { beforeAddress: there },
    );
  }
  if (!context.journal.address(context.runId, account.name, key)) {
    context.journal.saveAddress(context.runId, {
      account: account.name,
      addressKey: key,
      content: contentAgain(account, former, past.wish.addressKind),
      state: 'open',
      providerAddressId: '',
      createdByRun: false,
      verdict: null,
      outcome: null,
      phoneNumber: '',
      isWanted: true,
    });
  }
  return done(program('add', []), { addressKey: key });
}

function updateBack(
  context: RunContext,
  account: RunAccount,
  past: OperationRecord,
  left: readonly LeftBehind[],
  now: StoredAddress | null,
): Composed {
  const { capabilities } = account.provider;
  const former = past.beforeAddress;
  if (!now || !former) return kept('the address is gone');
  const present = keyOf(now, capabilities);
  if (present === keyOf(former, capabilities) && now.label === former.label)
    return {
      kind: 'settled',
      outcome: { result: 'unchanged', stage: 'validate', detail: 'it reads as before' },
    };
  const isAsLeft = left.some(({ updated }) => updated && keyOf(updated, capabilities) === present);
  if (!isAsLeft) return kept(`the address reads ${addressLine(now.address)}`);
  const usedBy = context.journal.numbersUsingAddress(context.runId, account.name, now.id);
  if (usedBy.length > 0) return kept(`${usedBy.slice(0, 3).join(', ')} use it`);
  // The label holds the whole former text of the field, mark and all.
  const { callerName, address, label } = former;
  const content = { ...contentAgain(account, former, past.wish.addressKind), address, label, mark: '' };
  return program('update', [
    {
      do: 'step',
      step: { kind: 'update-address', addressId: now.id, ...content, callerName: callerName ?? '' },
    },
  ]);
}

function deleteMade(
  account: RunAccount,
  { subject, wish }: OperationRecord,
  now: StoredAddress | null,
): Composed {
  const id = subject.slice(MADE_ADDRESS.length);
  if (!now)
    return {
      kind: 'settled',
      outcome: { result: 'unchanged', stage: 'validate', detail: 'it is gone already' },
    };
  const { capabilities } = account.provider;
  const made = wish.address ? addressKey(wish.address, wish.callerName, capabilities.callerNameIn) : '';
  if (made !== keyOf(now, capabilities)) return kept(`the address ${id} reads ${addressLine(now.address)}`);
  return program('delete', [{ do: 'step', step: { kind: 'delete-address', addressId: id } }]);
}

function recipientStays(): Composed {
  return failed(
    'CANNOT_BE_UNDONE',
    'recipient_email',
    'The provider has no call that this program makes to take a recipient away again.',
    "Delete the recipient at the provider's own site.",
  );
}

function program(verb: Verb, steps: Extract<Composed, { kind: 'program' }>['program']): Composed {
  return { kind: 'program', program: steps, verb, opensWindow: false };
}
