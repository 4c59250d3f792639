import { outcomeKind } from './outcome-kind.ts';

/** What keeps a `move-site` row, a number of its site, or a row that uses an address which changes from being carried out. */
export const SITE_OUTCOMES = {
  siteEmpty: outcomeKind<{ site: string }>({
    code: 'SITE_EMPTY',
    results: ['failed'],
    column: 'old_address',
    message: ({ site }) => `No number of this account has the address ${site}, and none has the new one.`,
    hint: () => 'Compare the site, its unit included, with e911 export numbers.',
  }),
  siteNumberAsked: outcomeKind<{ phoneNumber: string; line: number }>({
    code: 'SITE_NUMBER_HAS_ROW',
    results: ['failed'],
    column: 'old_address',
    message: ({ phoneNumber, line }) =>
      `${phoneNumber} has the address of the site that row ${line} moves, and another row of the sheet asks for something else for it.`,
    hint: () => 'Remove one of the two rows, or apply them one after the other.',
  }),
  siteNeedsName: outcomeKind<{ phoneNumber: string; title: string }>({
    code: 'SITE_NEEDS_NAME',
    results: ['failed'],
    column: 'caller_name',
    message: ({ phoneNumber, title }) =>
      `${title} needs a caller name to write an address, does not show the one that ${phoneNumber} has, and this program has not given it one.`,
    hint: () => 'Fill in caller_name: it is used for the numbers of the site whose name is not known.',
  }),
  addressChangedByRow: outcomeKind<{ addressId: string; line: number }>({
    code: 'ADDRESS_CHANGED_BY_ROW',
    results: ['failed'],
    column: 'action',
    message: ({ addressId, line }) =>
      `The account has the address of this row as ${addressId}, and row ${line} of the sheet gives ${addressId} another text.`,
    hint: () => 'Remove one of the two rows, or apply them one after the other.',
  }),
};
