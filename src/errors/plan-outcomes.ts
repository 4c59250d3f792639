import { outcomeKind } from './outcome-kind.ts';
import { SITE_OUTCOMES } from './site-outcomes.ts';

interface UsedBy {
  readonly usedBy: readonly string[];
}

const SHOWN_NUMBERS = 3;

/** `+1415…, +1416… and 4 more`. */
function numbersText({ usedBy }: UsedBy): string {
  const more = usedBy.length - SHOWN_NUMBERS;
  return `${usedBy.slice(0, SHOWN_NUMBERS).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Outcomes that the plan gives to a row: nothing is sent for it. */
export const PLAN_OUTCOMES = {
  numberNotInAccount: outcomeKind<{ phoneNumber: string }>({
    code: 'NUMBER_NOT_IN_ACCOUNT',
    results: ['failed'],
    column: 'phone_number',
    message: ({ phoneNumber }) => `The number ${phoneNumber} is not in this account.`,
    hint: () => 'Correct the account column, or buy or port the number first.',
  }),
  unitDoubtful: outcomeKind<{ unit: string }>({
    code: 'ROW_WISHES_CONFLICT',
    results: ['failed'],
    column: 'unit',
    message: ({ unit }) =>
      `Several rows request an address for this number, one of them with the unit "${unit}", and this place uses several designators with it.`,
    hint: () => 'Write the designator of the unit in each row, or keep only the row that is right.',
  }),
  switchIgnored: outcomeKind({
    code: 'EMERGENCY_SWITCH_IGNORED',
    results: ['failed'],
    column: 'action',
    message: () =>
      'This account ignores the emergency switch: a number with an emergency address is always on, one without is off.',
    hint: () =>
      'To switch emergency calling off, use action remove. To switch it on, use action assign with an address.',
  }),
  switchWithoutAddress: outcomeKind<{ phoneNumber: string }>({
    code: 'NUMBER_WITHOUT_ADDRESS',
    results: ['failed'],
    column: 'action',
    message: ({ phoneNumber }) => `The number ${phoneNumber} has no emergency address to switch on.`,
    hint: () => 'Use action assign with an address.',
  }),
  numberAmbiguous: outcomeKind<{ why: string }>({
    code: 'NUMBER_AMBIGUOUS',
    results: ['failed'],
    column: 'endpoint_id',
    message: ({ why }) => why,
    hint: () =>
      'Delete the extra ones: one row each with action remove and its endpoint_id, until one is left.',
  }),
  endUserAlike: outcomeKind<{ endUserId: string; other: string }>({
    code: 'END_USER_OTHER_CASE',
    results: ['failed'],
    column: 'endpoint_user_id',
    message: ({ endUserId, other }) => `The account has no end user ${endUserId}, but it has ${other}.`,
    hint: () => 'Correct endpoint_user_id: upper and lower case count.',
  }),
  endUserTaken: outcomeKind<{ endUserId: string; holder: string }>({
    code: 'END_USER_TAKEN',
    results: ['failed'],
    column: 'endpoint_user_id',
    message: ({ endUserId, holder }) =>
      endUserId === holder
        ? `The end user ${endUserId} has an endpoint without a phone number.`
        : `The end user ${endUserId} has the endpoint of ${holder}.`,
    hint: ({ endUserId, holder }) =>
      endUserId === holder
        ? 'Leave phone_number empty to change that endpoint, or correct endpoint_user_id.'
        : `Fill in phone_number with ${holder} to change that endpoint, or correct endpoint_user_id.`,
  }),
  endpointOfAnother: outcomeKind<{ handle: string; endpointId: string }>({
    code: 'ENDPOINT_OF_ANOTHER',
    results: ['failed'],
    column: 'endpoint_id',
    message: ({ handle, endpointId }) =>
      `The endpoint_id of this number is ${handle === '' ? 'empty' : handle}, not ${endpointId}.`,
    hint: () => 'Correct endpoint_id, or leave it empty: the phone number is enough.',
  }),
  actionNotPossible: outcomeKind<{ title: string; action: string; actions: readonly string[] }>({
    code: 'ACTION_NOT_POSSIBLE',
    results: ['failed'],
    column: 'action',
    message: ({ title, action }) => `${title} does not support the action ${action}.`,
    hint: ({ actions }) => `Use one of: ${actions.join(', ')}.`,
  }),
  addressIdUnknown: outcomeKind<{ addressId: string }>({
    code: 'ADDRESS_NOT_FOUND',
    results: ['failed'],
    column: 'address_id',
    message: ({ addressId }) => `This account has no address with the ID ${addressId}.`,
    hint: () =>
      'Leave address_id empty to reuse or create the address, or copy the ID from e911 export addresses.',
  }),
  addressToUpdateUnknown: outcomeKind<{ addressId: string }>({
    code: 'ADDRESS_NOT_FOUND',
    results: ['failed'],
    column: 'address_id',
    message: ({ addressId }) => `This account has no address with the ID ${addressId}.`,
    hint: () => 'Copy the ID from e911 export addresses.',
  }),
  ...SITE_OUTCOMES,
  addressNotForEmergency: outcomeKind<{ addressId: string }>({
    code: 'ADDRESS_NOT_FOR_EMERGENCY',
    results: ['failed'],
    column: 'address_id',
    message: ({ addressId }) => `Address ${addressId} is not enabled for emergency calls.`,
    hint: () => 'Fill in the address itself and leave address_id empty.',
  }),
  gapTooLong: outcomeKind<{ title: string; atWorst: string; limit: string; option: string }>({
    code: 'GAP_TOO_LONG',
    results: ['needs_review'],
    column: 'phone_number',
    message: ({ title, atWorst, limit }) =>
      `${title} removes the old address before it registers the new one. It documents up to ${atWorst} for that, and in that time the number has no emergency address; the limit is ${limit}.`,
    hint: ({ option }) => `If the number may be without an address for that long, add ${option}.`,
  }),
  addressMissing: outcomeKind({
    code: 'ADDRESS_MISSING',
    results: ['failed'],
    column: 'street',
    message: () => 'The row has no address.',
    hint: () => 'Fill in street, city, region and postal_code, or address_id.',
  }),
  addressIdTaken: outcomeKind<{ addressId: string }>({
    code: 'ADDRESS_ID_TAKEN',
    results: ['failed'],
    column: 'address_id',
    message: ({ addressId }) => `The id ${addressId} belongs to a different address.`,
    hint: () => 'Choose another ID, or change that address with action update-address.',
  }),
  addressRowFailed: outcomeKind<{ line: number; said: string; isOpen: boolean }>({
    code: 'ADDRESS_ROW_FAILED',
    results: ['failed', 'not_attempted'],
    column: 'address_id',
    message: ({ line, said }) => `Row ${line} was to add the address of this row: ${said}`,
    hint: ({ line, isOpen }) =>
      isOpen
        ? `Type e911 resume: it finishes row ${line} first.`
        : `Fix row ${line}, and run both rows again: retry.csv holds them.`,
  }),
  addressCountryFixed: outcomeKind<{ from: string; to: string }>({
    code: 'ADDRESS_COUNTRY_FIXED',
    results: ['failed'],
    column: 'country',
    message: ({ from, to }) => `The country of an existing address cannot change from ${from} to ${to}.`,
    hint: () => 'Create a new address with action add-address.',
  }),
  updateOfUsedAddress: outcomeKind<UsedBy>({
    code: 'ADDRESS_IN_USE',
    results: ['failed'],
    column: 'address_id',
    message: (values) => `The address is in use by ${numbersText(values)}.`,
    hint: () => 'Use action assign on those numbers instead: it moves them to the new address.',
  }),
  deleteOfUsedAddress: outcomeKind<UsedBy>({
    code: 'ADDRESS_IN_USE',
    results: ['failed'],
    column: 'address_id',
    message: (values) => `The address is in use by ${numbersText(values)}.`,
    hint: () => 'Remove or reassign those numbers first.',
  }),
  boughtAlready: outcomeKind<{ phoneNumber: string; columns: readonly string[] }>({
    code: 'NUMBER_BOUGHT_ALREADY',
    results: ['failed'],
    column: 'action',
    message: ({ phoneNumber, columns }) =>
      `${phoneNumber} is in this account already, with another ${columns.join(', ')}.`,
    hint: () => 'Use action update to change its settings.',
  }),
  notForSale: outcomeKind<{ phoneNumber: string; title: string }>({
    code: 'NUMBER_NOT_FOR_SALE',
    results: ['failed'],
    column: 'phone_number',
    message: ({ phoneNumber, title }) => `${title} does not offer ${phoneNumber} for sale now.`,
    hint: () => 'Choose another number: e911 export available lists the numbers for sale.',
  }),
  recipientMissing: outcomeKind({
    code: 'RECIPIENT_MISSING',
    results: ['failed'],
    column: 'recipient_email',
    message: () => 'The row has no recipient.',
    hint: () => 'Fill in recipient_email or recipient_phone.',
  }),
  changedSince: outcomeKind<{ now: string }>({
    code: 'CHANGED_SINCE',
    results: ['skipped'],
    column: '',
    message: ({ now }) => `Changed after that run, so it is left as it is. Now: ${now}`,
    hint: () => 'Check it. To change it anyway, apply a sheet with the address that you want.',
  }),
  deletedAddressUnknown: outcomeKind({
    code: 'ADDRESS_BEFORE_UNKNOWN',
    results: ['failed'],
    column: 'address_id',
    message: () => 'The journal does not have the text of the deleted address.',
    hint: () => 'Create the address again with action add-address.',
  }),
  formerAddressUnknown: outcomeKind<{ addressId: string }>({
    code: 'ADDRESS_BEFORE_UNKNOWN',
    results: ['failed'],
    column: '',
    message: ({ addressId }) =>
      `The number's former address ${addressId} no longer exists, and the journal does not have its text.`,
    hint: () => 'Apply a sheet with the address that the number should have.',
  }),
  formerStateUnknown: outcomeKind({
    code: 'CANNOT_BE_UNDONE',
    results: ['failed'],
    column: '',
    message: () => 'The journal does not have the state before that run.',
    hint: () => 'Apply a sheet with the address that the number should have.',
  }),
  releasedNumber: outcomeKind<{ phoneNumber: string }>({
    code: 'CANNOT_BE_UNDONE',
    results: ['failed'],
    column: 'phone_number',
    message: ({ phoneNumber }) => `The release of ${phoneNumber} cannot be undone.`,
    hint: () => 'If the provider still offers the number, buy it again with action buy.',
  }),
  recipientStays: outcomeKind({
    code: 'CANNOT_BE_UNDONE',
    results: ['failed'],
    column: 'recipient_email',
    message: () => 'A notification recipient cannot be deleted through this program.',
    hint: () => "Delete the recipient on the provider's website.",
  }),
  rowNotInRun: outcomeKind({
    code: 'CANNOT_BE_UNDONE',
    results: ['failed'],
    column: '',
    message: () => 'That run has no record of this row.',
    hint: () => 'Check the run ID with e911 runs.',
  }),
} as const;
