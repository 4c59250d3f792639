import { zipParts } from '../street/street-line.ts';
import type { Address } from './address.ts';
import { samePlace } from './place-key.ts';
import { isSameText, textKey } from './same-text.ts';

/** How far a provider's address is from the one asked for. */
type CorrectionKind = 'none' | 'formatting' | 'substantive';

const FIELDS = ['street', 'unit', 'city', 'region', 'country'] as const;

/** A ZIP+4 may be added; one that the user gave may be neither changed nor dropped. */
function keepsPlusFour(asked: Address, suggested: Address): boolean {
  const given = zipParts(asked.postalCode).plusFour;
  return given === '' || given === zipParts(suggested.postalCode).plusFour;
}

/** A Canadian code is written with a space or without. */
function joined(postalCode: string): string {
  return textKey(postalCode).replaceAll(' ', '');
}

/**
 * `formatting` when only accents, standard abbreviations (USPS Publication 28, Canada Post) or an
 * added ZIP+4 differ; any other difference is `substantive`. `none` when the fields differ in case, spaces, and punctuation at most.
 */
export function correctionKind(asked: Address, suggested: Address): CorrectionKind {
  const isSame = FIELDS.every((field) => isSameText(asked[field], suggested[field]));
  if (isSame && joined(asked.postalCode) === joined(suggested.postalCode)) return 'none';
  return samePlace(asked, suggested) && keepsPlusFour(asked, suggested) ? 'formatting' : 'substantive';
}

/** Whether the user's `--accept` covers a correction of this kind. */
export function acceptable(policy: 'none' | 'formatting' | 'all', kind: CorrectionKind): boolean {
  if (kind === 'none' || policy === 'all') return true;
  return policy === 'formatting' && kind === 'formatting';
}
