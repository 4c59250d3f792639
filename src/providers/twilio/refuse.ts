import { cellOf, labelRefusals, type Refusal, refuseBy, writesAddress } from '../refusal.ts';
import { capabilities, FRIENDLY_NAME_CHARS } from './capabilities.ts';

/** CustomerName holds 16 characters of four bytes or 21 of three: 64 bytes of UTF-8. */
const CUSTOMER_NAME_BYTES = 64;

/** CustomerName and FriendlyName of an address. */
const ADDRESS_REFERENCE = 'https://www.twilio.com/docs/usage/api/address';

/** "32 character limit" of Customer Name and Friendly Name in an emergency address, beside the 64 bytes of the Address reference. */
const NAME_CHARS = 32;

/** Where Twilio's support says what its address check refuses. Verified 2026-11-26. */
const VALIDATION_ARTICLE =
  'https://support.twilio.com/hc/en-us/articles/360007534873 ("How to validate an address")';

const SPECIAL = /[&@#]/;

/** "Remove special characters and symbols like &, @, #": a warning, as Twilio's own check of the address decides. */
function specialCharacters(column: string): Refusal {
  return {
    column,
    severity: 'warning',
    code: 'TWILIO_SPECIAL_CHARACTER',
    message: "Twilio's check of an address may refuse the characters &, @, and #.",
    hint: `Write the cell without them, such as "and" for "&" or "Ste 200" for "# 200". Source: ${VALIDATION_ARTICLE}.`,
    applies: (request) => writesAddress(request) && SPECIAL.test(cellOf(request, column)),
  };
}

/** What Twilio cannot hold, each with its source and the day it was last checked. */
export const refuse = refuseBy([
  {
    // CustomerName is a required parameter of Address. 2010-04-01 specification, verified 2026-11-21.
    column: 'caller_name',
    code: 'TWILIO_CALLER_NAME_MISSING',
    message: 'Twilio needs a customer name with each address.',
    hint: 'Fill in caller_name.',
    // The numbers of a site keep the names that they have.
    applies: (request) =>
      writesAddress(request) && request.action !== 'move-site' && request.callerName.trim() === '',
  },
  {
    // "CustomerName: 16 four-byte or 21 three-byte characters". Address reference, verified 2026-11-21.
    column: 'caller_name',
    code: 'TWILIO_CALLER_NAME_LONG',
    message: `Twilio holds ${CUSTOMER_NAME_BYTES} bytes of caller name.`,
    hint: `Shorten caller_name; letters with accents count as two bytes, many others as three. Source: ${ADDRESS_REFERENCE}.`,
    applies: (request) =>
      writesAddress(request) && Buffer.byteLength(request.callerName, 'utf8') > CUSTOMER_NAME_BYTES,
  },
  {
    // "Emergency Address: 32 character limit". Support article on validating addresses, verified 2026-11-26.
    column: 'caller_name',
    severity: 'warning',
    code: 'TWILIO_CALLER_NAME_OVER_32',
    message: `Twilio's support names a limit of ${NAME_CHARS} characters for the name of an emergency address; its reference names ${CUSTOMER_NAME_BYTES} bytes.`,
    hint: `If Twilio refuses the address, shorten caller_name to ${NAME_CHARS} characters. Source: ${VALIDATION_ARTICLE}.`,
    applies: (request) =>
      writesAddress(request) &&
      [...request.callerName].length > NAME_CHARS &&
      Buffer.byteLength(request.callerName, 'utf8') <= CUSTOMER_NAME_BYTES,
  },
  ...['caller_name', 'address_label', 'street', 'unit', 'city'].map(specialCharacters),
  {
    // Region is a required parameter of Address. 2010-04-01 specification, verified 2026-11-21.
    column: 'region',
    code: 'TWILIO_REGION_MISSING',
    message: 'Twilio needs a region with each address.',
    hint: 'Fill in region: the state, the province, or in GB the county or nation.',
    applies: (request) => writesAddress(request) && request.address?.region === '',
  },
  {
    // "in the US, Canada and the UK". Emergency Calling for SIP Trunking API, verified 2026-11-21.
    column: 'country',
    code: 'TWILIO_ADDRESS_COUNTRY',
    message: 'Twilio registers emergency addresses in the US, Canada and the UK only.',
    hint: 'Use US, CA or GB, or leave this row to another provider.',
    applies: (request) =>
      writesAddress(request) && !capabilities.countries.includes(request.address?.country ?? ''),
  },
  {
    // "^AD[0-9a-fA-F]{32}$". 2010-04-01 specification, verified 2026-11-21.
    column: 'address_id',
    code: 'TWILIO_ADDRESS_ID_FORM',
    message: 'This is not the ID of a Twilio address.',
    hint: 'An address id is AD and 32 hexadecimal digits.',
    applies: (request) => request.addressId !== '' && !/^AD[0-9a-fA-F]{32}$/.test(request.addressId),
  },
  // FriendlyName: 32 characters for emergency addresses. Address reference, verified 2026-11-21.
  ...labelRefusals({ title: 'Twilio', prefix: 'TWILIO', maxChars: FRIENDLY_NAME_CHARS }),
]);
