import { addressLine } from '../../domain/address.ts';
import { addressKey } from '../../domain/place-key.ts';
import type { OperationRecord } from '../../journal/records.ts';
import type { StoredAddress } from '../../providers/contract.ts';
import { contentAgain, keyOf } from '../addresses/address-again.ts';
import { findReusable } from '../addresses/find-reusable.ts';
import type { PlanAccount, PlanContext } from '../context/plan-context.ts';
import type { Planned } from '../context/planned.ts';
import { type Composed, failed, type Verb } from '../context/present.ts';
import { kept } from './compose-undo.ts';
import type { LeftBehind } from './left-by-run.ts';

/** An address that was deleted is made again, unless one that reads so is there. */
export async function recreate(
  context: PlanContext,
  account: PlanAccount,
  past: OperationRecord,
  done: (composed: Composed, changed?: Partial<OperationRecord>) => Planned,
): Promise<Planned> {
  const former = past.beforeAddress;
  if (!former)
    return done(
      failed('ADDRESS_BEFORE_UNKNOWN', 'address_id', 'The text of the deleted address is not known.', ''),
    );
  const key = keyOf(former, account.provider.capabilities);
  const there = await findReusable(context, account, key, null);
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
  if (!(await context.journal.address(context.runId, account.name, key))) {
    await context.journal.saveAddress(context.runId, {
      account: account.name,
      addressKey: key,
      content: contentAgain(account, former, past.request.addressKind),
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

/** An address that was changed gets its old text back, unless it was changed again or is in use. */
export async function updateBack(
  context: PlanContext,
  account: PlanAccount,
  past: OperationRecord,
  left: readonly LeftBehind[],
  now: StoredAddress | null,
): Promise<Composed> {
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
  const usedBy = await context.journal.numbersUsingAddress(context.runId, account.name, now.id);
  if (usedBy.length > 0) return kept(`${usedBy.slice(0, 3).join(', ')} use it`);
  // The label holds the whole former text of the field, tag and all.
  const { callerName, address, label } = former;
  const content = { ...contentAgain(account, former, past.request.addressKind), address, label, tag: '' };
  return program('update', [
    {
      do: 'step',
      step: { kind: 'update-address', addressId: now.id, ...content, callerName: callerName ?? '' },
    },
  ]);
}

/** An address that the run made goes, unless it was changed since. Whether numbers use it is asked when they are done. */
export function deleteMade(
  account: PlanAccount,
  request: OperationRecord['request'],
  now: StoredAddress | null,
): Composed {
  const id = request.addressId;
  if (!now)
    return {
      kind: 'settled',
      outcome: { result: 'unchanged', stage: 'validate', detail: 'it is gone already' },
    };
  const { capabilities } = account.provider;
  const made = request.address
    ? addressKey(request.address, request.callerName, capabilities.callerNameIn)
    : '';
  if (made !== keyOf(now, capabilities)) return kept(`the address ${id} reads ${addressLine(now.address)}`);
  return program('delete', [{ do: 'step', step: { kind: 'delete-address', addressId: id } }]);
}

/** No step takes a recipient away. */
export function recipientStays(): Composed {
  return failed(
    'CANNOT_BE_UNDONE',
    'recipient_email',
    'The provider has no call that this program makes to take a recipient away again.',
    "Delete the recipient at the provider's own site.",
  );
}

function program(verb: Verb, steps: Extract<Composed, { kind: 'program' }>['program']): Composed {
  return { kind: 'program', program: steps, verb, opensGap: false };
}
