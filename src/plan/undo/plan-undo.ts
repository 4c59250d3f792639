import { isPhoneNumber } from '../../domain/request/subject-key.ts';
import { cellProblem, type Problem } from '../../errors/problem.ts';
import type { OperationRecord } from '../../journal/records.ts';
import type { StoredAddress } from '../../providers/contract.ts';
import { contentAgain, keyOf } from '../addresses/address-again.ts';
import { findReusable } from '../addresses/find-reusable.ts';
import { formerName } from '../context/former-name.ts';
import type { PlanAccount, PlanContext } from '../context/plan-context.ts';
import { type Planned, settledBy } from '../context/planned.ts';
import { type Composed, failed, type Present } from '../context/present.ts';
import type { Associate } from '../numbers/compose-coverage.ts';
import { maxGapOf, withinMaxGap } from '../numbers/max-gap.ts';
import { composeUndo } from './compose-undo.ts';
import { leftByOperation } from './left-by-run.ts';
import { hasNoAddress } from './number-match.ts';
import { deleteMade, recipientStays, recreate, updateBack } from './plan-undo-address.ts';

/**
 * Turns an operation of an undo into the program that rolls back what the earlier run changed, from the snapshot and the
 * before-images of the journal. Reads and writes only the journal.
 */
export async function planUndo(
  context: PlanContext,
  account: PlanAccount,
  operation: OperationRecord,
): Promise<Planned> {
  const { journal, runId, options } = context;
  const { provider, name } = account;
  const pastRun = options.ofRun ?? '';
  const past = await journal.operation(pastRun, operation.operationId);
  const number =
    operation.request.phoneNumber === ''
      ? null
      : await journal.numberState(runId, name, operation.request.phoneNumber);
  const currentId = number?.emergency.addressId ?? '';
  const stored = currentId === '' ? null : await journal.storedAddressById(runId, name, currentId);
  const base: OperationRecord = {
    ...operation,
    before: number,
    beforeAddress: stored,
    handle: number?.handle ?? '',
  };
  const done = (composed: Composed, changed: Partial<OperationRecord> = {}): Planned => {
    const planned = { ...base, ...changed };
    if (composed.kind === 'settled') return settledBy(composed, planned, provider.provider);
    const problems = [...planned.problems, ...givenUp(planned, composed.program)];
    return { composed, operation: { ...planned, problems, program: composed.program } };
  };
  if (operation.subject.kind === 'made-address') {
    const made = await journal.storedAddressById(runId, name, operation.request.addressId);
    return done(deleteMade(account, operation.request, made), { beforeAddress: made });
  }
  if (!past) return done(failed('rowNotInRun'));
  const left = await leftByOperation(journal, pastRun, past);
  const did = (kind: 'update-address' | 'delete-address' | 'add-recipient'): boolean =>
    left.some(({ kinds }) => kinds.has(kind));
  if (did('add-recipient')) return done(recipientStays());
  if (did('delete-address')) return recreate(context, account, past, done);
  if (did('update-address')) {
    const now = await journal.storedAddressById(runId, name, past.beforeAddress?.id ?? '');
    return done(await updateBack(context, account, past, { left, now }), { beforeAddress: now });
  }
  const associate = await formerAssociation(context, account, past, number?.handle ?? '');
  const { capabilities } = provider;
  const wanted = composeUndo(
    { past, left, present: await presentOf(context, account, operation, { number, stored }), associate },
    capabilities,
  );
  const maxGapSeconds = maxGapOf(wanted, number, operation.request, capabilities);
  const composed = withinMaxGap(context, wanted, maxGapSeconds, capabilities);
  const isUsed =
    composed.kind === 'program' &&
    composed.program.some((i) => i.do === 'step' && i.step.kind === 'associate');
  const gap = maxGapSeconds === 0 ? {} : { maxGapSeconds };
  if (!isUsed || !associate) return done(composed, gap);
  await rememberFormer(context, account, past, associate);
  return done(composed, { ...gap, addressKey: associate.addressKey ?? '' });
}

/** A number that is given up may not be for sale again. */
function givenUp({ request }: OperationRecord, program: OperationRecord['program']): Problem[] {
  if (!program.some((i) => i.do === 'step' && i.step.kind === 'release')) return [];
  return [
    cellProblem({
      column: 'phone_number',
      value: request.phoneNumber,
      severity: 'warning',
      code: 'UNDO_RELEASES_NUMBER',
      message: `That run bought ${request.phoneNumber}, so this undo gives the number up. It may not be for sale again, and what was paid for it is not returned.`,
      hint: 'To keep the number, leave its row out with --where or --rows.',
    }),
  ];
}

async function presentOf(
  context: PlanContext,
  account: PlanAccount,
  { request }: OperationRecord,
  { number, stored }: Pick<Present, 'number' | 'stored'>,
): Promise<Present> {
  const { provider } = account;
  return {
    request,
    number,
    stored,
    content: null,
    addressKey: '',
    named: null,
    acceptedKey: null,
    keyOf: (each) => keyOf(each, provider.capabilities),
    usedBy: [],
    unseen: {},
    stages: (settings, present) => provider.updateStages?.(settings, present) ?? [settings],
    switchIgnored: await context.journal.isObserved(provider.accountKey, 'emergency-status-ignored'),
  };
}

/** How to give a number its address of before: the old resource when it still reads the same, else one of the same content. */
async function formerAssociation(
  context: PlanContext,
  account: PlanAccount,
  past: OperationRecord,
  handle: string,
): Promise<Associate | null> {
  const { before, beforeAddress } = past;
  if (!before || hasNoAddress(before)) return null;
  const { capabilities } = account.provider;
  const { addressId, address } = before.emergency;
  const standing = await context.journal.storedAddressById(context.runId, account.name, addressId);
  const former = beforeAddress ?? (address ? bare(address, addressId) : standing);
  if (!former) return null;
  const isUnchanged = standing !== null && keyOf(standing, capabilities) === keyOf(former, capabilities);
  const callerName = capabilities.hidesCallerName
    ? await formerName(context, account, past, context.options.ofRun ?? '')
    : (former.callerName ?? before.emergency.callerName ?? past.request.callerName);
  const endUserId = isPhoneNumber(past.request.phoneNumber) ? (before.facts['endpoint_user_id'] ?? '') : '';
  return {
    do: 'step',
    step: {
      kind: 'associate',
      phoneNumber: past.request.phoneNumber,
      handle,
      addressId: '',
      ...(endUserId === '' ? {} : { endUserId }),
      ...contentAgain(account, former, past.request.addressKind),
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
    tag: '',
    emergencyEnabled: true,
    status: '',
    facts: {},
  };
}

/** Notes the former address as one that the numbers of this run wait for: ready when it is there, else to be made again. */
async function rememberFormer(
  context: PlanContext,
  account: PlanAccount,
  past: OperationRecord,
  { step, addressKey: key = '' }: Associate,
): Promise<void> {
  const { journal, runId } = context;
  if (await journal.address(runId, account.name, key)) return;
  const { kind: _kind, phoneNumber, handle: _handle, addressId: _id, endUserId: _user, ...content } = step;
  const isInside = account.provider.capabilities.addressModel === 'inside-number';
  const id = key.startsWith('id|')
    ? (past.before?.emergency.addressId ?? '')
    : ((await findReusable(context, account, [key]))?.id ?? '');
  await journal.saveAddress(runId, {
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
