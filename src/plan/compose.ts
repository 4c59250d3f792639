import type { Capabilities } from '../providers/contract.ts';
import { composeAddAddress, composeDeleteAddress, composeUpdateAddress } from './compose-address.ts';
import { composeAssign } from './compose-coverage.ts';
import { composeNumber, composeRecipient } from './compose-number.ts';
import { composeRemove, composeSwitch } from './compose-removal.ts';
import { type Composed, failed, type Present, unchanged } from './present.ts';

/** Turns a wish and the present state into instructions. Pure: the preview and the run use the same. */
export function compose(present: Present, capabilities: Capabilities): Composed {
  const { wish } = present;
  if (
    wish.phoneNumber !== '' &&
    wish.action !== 'buy' &&
    wish.action !== 'validate' &&
    // A number of a subaccount is not listed here, and can be acted on all the same.
    !wish.settings.subaccount_key &&
    present.number === null
  ) {
    if (wish.action === 'release') return unchanged(present, 'the number is not in the account any more');
    return failed(
      'NUMBER_NOT_IN_ACCOUNT',
      'phone_number',
      `The number ${wish.phoneNumber} is not in this account.`,
      'Check the account column, or buy or port the number first.',
    );
  }
  const { number } = present;
  const chooses = wish.action === 'remove' && wish.endpointId !== '';
  if (number?.ambiguous !== undefined && !chooses) {
    return failed(
      'NUMBER_AMBIGUOUS',
      'endpoint_id',
      number.ambiguous,
      'Name the one to delete in endpoint_id of a row with action remove, until one is left.',
    );
  }
  if (number && wish.endpointId !== '' && number.handle !== wish.endpointId) {
    return failed(
      'ENDPOINT_OF_ANOTHER',
      'endpoint_id',
      `The number is known as ${number.handle}, not as ${wish.endpointId}.`,
      'Correct endpoint_id, or leave it empty: the number is enough.',
    );
  }
  switch (wish.action) {
    case 'assign':
      return composeAssign(present, capabilities);
    case 'remove':
      return composeRemove(present, capabilities);
    case 'enable':
    case 'disable':
      return composeSwitch(present, wish.action === 'enable');
    case 'validate':
      return { kind: 'program', program: [], verb: 'check', opensWindow: false };
    case 'add-address':
      return composeAddAddress(present);
    case 'update-address':
      return composeUpdateAddress(present);
    case 'delete-address':
      return composeDeleteAddress(present);
    case 'buy':
    case 'release':
    case 'update':
      return composeNumber(present, wish.action);
    case 'add-recipient':
      return composeRecipient(wish);
    default:
      return failed(
        'ACTION_NOT_POSSIBLE',
        'action',
        `${capabilities.title} cannot ${wish.action}.`,
        `Use one of ${capabilities.actions.join(', ')}.`,
      );
  }
}
