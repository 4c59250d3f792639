import { zipParts } from '../street/street-line.ts';
import { changedWords } from '../word-difference.ts';
import type { Address } from './address.ts';
import { textKey } from './same-text.ts';

/** The fields of an address and the columns of a sheet that hold them. */
const FIELDS = [
  ['street', 'street'],
  ['unit', 'unit'],
  ['city', 'city'],
  ['region', 'region'],
  ['postalCode', 'postal_code'],
  ['country', 'country'],
] as const;

type PlainAddress = Pick<Address, (typeof FIELDS)[number][0]>;

/** One change of one column: the words that only the first address has there, and those that only the other one has. */
interface AddressChange {
  readonly column: string;
  readonly was: string;
  readonly is: string;
}

/** What changes from one address to another, in the order of the columns. Case, spaces, and punctuation are not changes. */
function addressChanges(asked: PlainAddress, other: PlainAddress): AddressChange[] {
  const joined = ({ postalCode }: PlainAddress): string => textKey(postalCode).replaceAll(' ', '');
  return FIELDS.flatMap(([field, column]) => {
    if (field === 'postalCode' && joined(asked) === joined(other)) return [];
    return changedWords(asked[field], other[field]).map((words) => ({ column, ...words }));
  });
}

/** `street: Street → ST; postal_code: 94105 → 94105-1234`: the words that differ, by column. Empty when none do. */
export function changedText(asked: PlainAddress, other: PlainAddress): string {
  return addressChanges(asked, other).map(changeText).join('; ');
}

/**
 * The same text for all addresses that change in the same words, whichever house they are; a ZIP+4 that is added is one change.
 * Empty when nothing changes.
 */
export function changeKey(asked: PlainAddress, other: PlainAddress): string {
  return addressChanges(asked, other)
    .map(({ column, was, is }) => {
      const added = zipParts(other.postalCode);
      const isPlusFour = column === 'postal_code' && added.plusFour !== '' && added.zip === was.trim();
      return isPlusFour
        ? 'postal_code: ZIP+4 added'
        : changeText({ column, was: textKey(was), is: textKey(is) });
    })
    .join('; ');
}

function changeText({ column, was, is }: AddressChange): string {
  return `${column}: ${was || 'nothing'} → ${is || 'nothing'}`;
}
