import type { Capabilities } from '../providers/contract.ts';
import {
  composeAddAddress,
  composeDeleteAddress,
  composeUpdateAddress,
} from './addresses/compose-address.ts';
import { type Composed, failed, type Present, unchanged } from './context/present.ts';
import { composeAssign } from './numbers/compose-coverage.ts';
import { composeNumber, composeRecipient } from './numbers/compose-number.ts';
import { composeRemove, composeSwitch } from './numbers/compose-removal.ts';

/** Turns a request and the present state into instructions. Pure: the preview and the run use the same. */
export function compose(present: Present, capabilities: Capabilities): Composed {
  const { request } = present;
  if (
    request.phoneNumber !== '' &&
    request.action !== 'buy' &&
    request.action !== 'validate' &&
    // A number of a subaccount is not listed here, and can be acted on all the same.
    !request.settings.subaccount_key &&
    present.number === null
  ) {
    if (request.action === 'release') return unchanged(present, 'the number is not in the account any more');
    return failed(
      'NUMBER_NOT_IN_ACCOUNT',
      'phone_number',
      `The number ${request.phoneNumber} is not in this account.`,
      'Check the account column, or buy or port the number first.',
    );
  }
  const { number } = present;
  const chooses = request.action === 'remove' && request.endpointId !== '';
  if (number?.ambiguous !== undefined && !chooses) {
    return failed(
      'NUMBER_AMBIGUOUS',
      'endpoint_id',
      number.ambiguous,
      'Name the one to delete in endpoint_id of a row with action remove, until one is left.',
    );
  }
  if (number && request.endpointId !== '' && number.handle !== request.endpointId) {
    return failed(
      'ENDPOINT_OF_ANOTHER',
      'endpoint_id',
      `The number is known as ${number.handle}, not as ${request.endpointId}.`,
      'Correct endpoint_id, or leave it empty: the number is enough.',
    );
  }
  switch (request.action) {
    case 'assign':
      return composeAssign(present, capabilities);
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
    case 'delete-address':
      return composeDeleteAddress(present);
    case 'buy':
    case 'release':
    case 'update':
      return composeNumber(present, request.action);
    case 'add-recipient':
      return composeRecipient(request);
    default:
      return failed(
        'ACTION_NOT_POSSIBLE',
        'action',
        `${capabilities.title} cannot ${request.action}.`,
        `Use one of ${capabilities.actions.join(', ')}.`,
      );
  }
}
