import { addressLine } from '../../domain/address/address.ts';
import { addressKey } from '../../domain/address/place-key.ts';
import type { OperationRecord } from '../../journal/records.ts';
import type { StoredAddress } from '../../providers/contract.ts';
import { contentAgain, keyOf } from '../addresses/address-again.ts';
import { findReusable } from '../addresses/find-reusable.ts';
import type { PlanAccount, PlanContext } from '../context/plan-context.ts';
import type { Planned } from '../context/planned.ts';
import { type Composed, failed, type Verb } from '../context/present.ts';
import { kept } from './compose-undo.ts';
import type { LeftBehind } from './left-by-run.ts';

/** A deleted address is created again, unless an address with the same text exists. */
export async function recreate(
  context: PlanContext,
  account: PlanAccount,
  past: OperationRecord,
  done: (composed: Composed, changed?: Partial<OperationRecord>) => Planned,
): Promise<Planned> {
  const former = past.beforeAddress;
  if (!former) return done(failed('deletedAddressUnknown'));
  const key = keyOf(former, account.provider.capabilities);
  const there = await findReusable(context, account, [key]);
  if (there) {
    const detail = 'an address with this text exists';
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
  { left, now }: { readonly left: readonly LeftBehind[]; readonly now: StoredAddress | null },
): Promise<Composed> {
  const { capabilities } = account.provider;
  const former = past.beforeAddress;
  if (!now || !former) return kept('the address no longer exists');
  const present = keyOf(now, capabilities);
  if (present === keyOf(former, capabilities) && now.label === former.label) {
    return {
      kind: 'settled',
      outcome: { result: 'unchanged', stage: 'validate', detail: 'already has its former text' },
    };
  }
  const isAsLeft = left.some(({ updated }) => updated && keyOf(updated, capabilities) === present);
  if (!isAsLeft) return kept(`the address is ${addressLine(now.address)}`);
  // What the run moved with the address goes back with it; what came to it since is not there by that run.
  const moved = new Set(past.moves);
  const all = await context.journal.numbersUsingAddress(context.runId, account.name, now.id);
  const usedBy = all.filter((number) => !moved.has(number));
  if (usedBy.length > 0) return kept(`in use by ${usedBy.slice(0, 3).join(', ')}`);
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

/** An address that the run created is deleted, unless it changed since. Whether numbers use it is asked after they are done. */
export function deleteMade(
  account: PlanAccount,
  request: OperationRecord['request'],
  now: StoredAddress | null,
): Composed {
  const id = request.addressId;
  if (!now) {
    return {
      kind: 'settled',
      outcome: { result: 'unchanged', stage: 'validate', detail: 'already deleted' },
    };
  }
  const { capabilities } = account.provider;
  const made = request.address
    ? addressKey(request.address, request.callerName, capabilities.callerNameIn)
    : '';
  if (made !== keyOf(now, capabilities)) return kept(`the address ${id} is ${addressLine(now.address)}`);
  return program('delete', [{ do: 'step', step: { kind: 'delete-address', addressId: id } }]);
}

/** No step deletes a recipient. */
export function recipientStays(): Composed {
  return failed('recipientStays');
}

function program(verb: Verb, steps: Extract<Composed, { kind: 'program' }>['program']): Composed {
  return { kind: 'program', program: steps, verb, opensGap: false };
}
