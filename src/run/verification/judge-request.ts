import { addressLine } from '../../domain/address/address.ts';
import type { Action } from '../../domain/request/request.ts';
import { planOperation } from '../../plan/make-plan.ts';
import { standingText } from '../../plan/undo/number-match.ts';
import { changeOf } from '../../report/operation-words.ts';
import { asExpected, drifted } from '../outcomes/drift.ts';
import type { Judge } from './verify-accounts.ts';

const HINT = 'If the row is right, apply the sheet; if not, correct the row.';

/** What a row without an address asks for. */
const ASKED: Readonly<Partial<Record<Action, string>>> = {
  remove: 'no emergency address',
  enable: 'emergency calling on',
  disable: 'emergency calling off',
  'delete-address': 'no address with this id',
  release: 'a number that is released',
};

/** Judges a row of a sheet by what a plan of it would do now: nothing, wait, or change something. */
export const judgeRequest: Judge = async (context, account, operation, number) => {
  const { operation: planned, composed } = await planOperation(context, account, operation);
  if (composed.kind === 'settled') {
    const { outcome } = composed;
    if (outcome.result !== 'unchanged') return outcome;
    const { state, status } = number?.emergency ?? { state: 'unknown', status: '' };
    // "Unchanged" may rest on a state that the provider has not finished.
    return state === 'removing' || state === 'pending' || (number?.settingsPending ?? '') !== ''
      ? { result: 'pending', stage: 'verify', detail: `the provider says ${status || state}` }
      : asExpected(outcome.detail);
  }
  if (composed.verb === 'check') {
    return {
      result: 'skipped',
      stage: 'verify',
      detail: 'action validate leaves nothing to verify',
    };
  }
  if (composed.verb === 'wait') {
    return {
      result: 'pending',
      stage: 'verify',
      detail: `the provider says ${number?.emergency.status ?? ''}`.trim(),
    };
  }
  const addressId = number?.emergency.addressId ?? '';
  const stored =
    addressId === '' ? null : await context.journal.storedAddressById(context.runId, account.name, addressId);
  const named = planned.beforeAddress;
  const now = number
    ? standingText({ number, stored })
    : named
      ? addressLine(named.address)
      : 'not in the account';
  const { address, action } = operation.request;
  const wanted = address ? addressLine(address) : (ASKED[action] ?? changeOf(planned));
  return drifted(address ? 'street' : 'action', `${now}; the row asks for ${wanted}`, HINT);
};
