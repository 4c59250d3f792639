import { acquires } from '../domain/request/request-scope.ts';
import type { Capabilities } from '../providers/contract.ts';
import {
  composeAddAddress,
  composeDeleteAddress,
  composeMoveSite,
  composeUpdateAddress,
} from './addresses/compose-address.ts';
import { type Composed, failed, type Present, unchanged } from './context/present.ts';
import { composeRecipient, composeRelease } from './numbers/compose-number.ts';
import { composeRemove, composeSwitch } from './numbers/compose-removal.ts';
import { composeWhole } from './numbers/compose-whole.ts';

/** Turns a request and the present state into instructions. Pure: the preview and the run use the same. */
export function compose(present: Present, capabilities: Capabilities): Composed {
  const { request } = present;
  if (
    request.phoneNumber !== '' &&
    !acquires(request) &&
    request.action !== 'validate' &&
    // A number of a subaccount is not listed here, and can be acted on all the same.
    !request.settings.subaccount_key &&
    present.number === null
  ) {
    if (request.action === 'release') return unchanged(present, 'the number is not in this account');
    return failed('numberNotInAccount', { phoneNumber: request.phoneNumber });
  }
  const { number } = present;
  const chooses = request.action === 'remove' && request.endpointId !== '';
  if (number?.ambiguous !== undefined && !chooses) {
    return failed('numberAmbiguous', { why: number.ambiguous });
  }
  if (number && request.endpointId !== '' && number.handle !== request.endpointId) {
    return failed('endpointOfAnother', { handle: number.handle, endpointId: request.endpointId });
  }
  if (request.site !== undefined && capabilities.hidesCallerName && request.callerName === '') {
    return failed('siteNeedsName', { phoneNumber: request.phoneNumber, title: capabilities.title });
  }
  switch (request.action) {
    case 'assign':
    case 'buy':
    case 'update':
      return composeWhole(present, capabilities);
    case 'remove':
      return composeRemove(present, capabilities);
    case 'enable':
    case 'disable':
      return composeSwitch(present, request.action === 'enable');
    case 'validate':
      return { kind: 'program', program: [], verb: 'check', opensGap: false };
    case 'add-address':
      return composeAddAddress(present);
    case 'update-address':
      return composeUpdateAddress(present);
    case 'move-site':
      return composeMoveSite(present);
    case 'delete-address':
      return composeDeleteAddress(present);
    case 'release':
      return composeRelease(present);
    case 'add-recipient':
      return composeRecipient(request);
    default:
      return failed('actionNotPossible', {
        title: capabilities.title,
        action: request.action,
        actions: capabilities.actions,
      });
  }
}
