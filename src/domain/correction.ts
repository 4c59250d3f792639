import type { Address } from './address.ts';
import { samePlace } from './place-key.ts';
import { zipParts } from './street/street-line.ts';

/** How far a provider's address is from the one asked for. */
type CorrectionKind = 'none' | 'formatting' | 'substantive';

const FIELDS = ['street', 'unit', 'city', 'region', 'postalCode', 'country'] as const;

/** A ZIP+4 may be added; one that the user gave may be neither changed nor dropped. */
function keepsPlusFour(asked: Address, suggested: Address): boolean {
  const given = zipParts(asked.postalCode).plusFour;
  return given === '' || given === zipParts(suggested.postalCode).plusFour;
}

/**
 * `formatting` when only case, accents, punctuation, standard abbreviations (USPS Publication 28, Canada Post) or an
 * added ZIP+4 differ; any other difference is `substantive`. `none` when every field is the same text.
 */
export function correctionKind(asked: Address, suggested: Address): CorrectionKind {
  if (FIELDS.every((field) => asked[field].trim() === suggested[field].trim())) return 'none';
  return samePlace(asked, suggested) && keepsPlusFour(asked, suggested) ? 'formatting' : 'substantive';
}

/** Whether the user's `--accept` covers a correction of this kind. */
export function acceptable(policy: 'none' | 'formatting' | 'all', kind: CorrectionKind): boolean {
  if (kind === 'none' || policy === 'all') return true;
  return policy === 'formatting' && kind === 'formatting';
}
