import type { NumberFacts } from '../numbers/number-facts.ts';

/** How much a finding weighs: an error is a number that is not covered, a warning is something to check. */
type FindingSeverity = 'error' | 'warning';

interface Sort {
  readonly severity: FindingSeverity;
  readonly message: string;
  readonly hint: string;
}

/** Every kind of finding of a compliance export, the most severe first. A code is never renamed. */
export const FINDINGS = {
  'no-address': {
    severity: 'error',
    message: 'The number has no emergency address.',
    hint: 'Set action to assign in an export of this number, fill in the address, and apply it.',
  },
  'registration-failed': {
    severity: 'error',
    message: 'The provider could not register the address.',
    hint: 'Correct the address and assign it again.',
  },
  'removal-failed': {
    severity: 'error',
    message: 'The provider could not remove the address and does not report it as registered.',
    hint: 'Assign the address that the number should have.',
  },
  'being-removed': {
    severity: 'error',
    message: 'The provider is removing the address.',
    hint: 'Assign an address, unless you are giving up the number.',
  },
  disabled: {
    severity: 'error',
    message: 'The number has an address, but emergency calling is switched off.',
    hint: 'Set action to enable, or to assign.',
  },
  'not-at-provider': {
    severity: 'error',
    message: 'The number is in the sheet but not in the account.',
    hint: 'Correct the account or the number in the sheet, or find out where the number is now.',
  },
  'number-unreadable': {
    severity: 'error',
    message: 'The number could not be read, so its coverage is not known.',
    hint: 'The column read_error has the answer of the provider. Fix what it names and export again.',
  },
  pending: {
    severity: 'warning',
    message: 'The registration is not finished.',
    hint: 'Export again later; if it is still pending, ask the provider.',
  },
  unknown: {
    severity: 'warning',
    message: 'The provider does not say whether the number is covered.',
    hint: 'Check the number in the provider’s console.',
  },
  'address-unreadable': {
    severity: 'warning',
    message: 'The number is covered, but the provider does not show the address.',
    hint: 'Check the address in the provider’s console.',
  },
  'no-unit': {
    severity: 'warning',
    message: 'Other numbers in this building have a unit, this one does not.',
    hint: 'Fill in unit, so that responders find the door.',
  },
  'no-trunk': {
    severity: 'warning',
    message: 'The number is covered but associated with no SIP trunk.',
    hint: 'Emergency calls over SIP trunking work only from a number of the trunk: associate it in the console, unless it calls another way.',
  },
  'shared-address': {
    severity: 'warning',
    message: 'Many numbers have this one address.',
    hint: 'Make sure that the people behind these numbers are really there; --shared-from sets the limit.',
  },
  'not-in-sheet': {
    severity: 'warning',
    message: 'The number is in the account but not in the sheet.',
    hint: 'Add the number to the sheet.',
  },
  'differs-from-sheet': {
    severity: 'warning',
    message: 'The provider has something other than the sheet says.',
    hint: 'Apply the sheet, or correct it.',
  },
  'sheet-row-unreadable': {
    severity: 'warning',
    message: 'A row of the sheet has errors and could not be compared.',
    hint: 'Run: e911 validate SHEET, which names the errors.',
  },
} as const satisfies Record<string, Sort>;
export type FindingCode = keyof typeof FINDINGS;

/** What other numbers show about a number. */
interface Neighbors {
  /** Numbers in scope with exactly this place, itself included. */
  readonly atPlace: number;
  /** Numbers in scope of the same building that name a unit. */
  readonly withUnit: number;
}

/** What is wrong with one number, by itself and beside its neighbors; nothing when it is out of scope. */
export function findingsOf(facts: NumberFacts, neighbors: Neighbors, sharedFrom: number): FindingCode[] {
  const { coverage, number, address } = facts;
  const found: FindingCode[] = [];
  if (coverage === 'not in scope') return found;
  if (coverage === 'missing') found.push('no-address');
  if (coverage === 'failed') {
    found.push(number.emergency.state === 'failed' ? 'registration-failed' : 'removal-failed');
  }
  if (coverage === 'pending') found.push(number.emergency.state === 'removing' ? 'being-removed' : 'pending');
  if (coverage === 'disabled') found.push('disabled');
  if (facts.unreadable !== '') found.push('number-unreadable');
  else if (coverage === 'unknown') found.push('unknown');
  if (coverage === 'covered' && address === null) found.push('address-unreadable');
  if (address !== null && neighbors.withUnit > 0 && !hasUnit(facts)) found.push('no-unit');
  // Only where the provider shows a trunk at all. https://www.twilio.com/docs/sip-trunking/emergency-calling
  if (coverage === 'covered' && number.facts['trunk_sid'] === '') found.push('no-trunk');
  if (address !== null && neighbors.atPlace >= sharedFrom) found.push('shared-address');
  return found;
}

/** Whether the address names a unit, in its own column or at the end of the street. */
export function hasUnit({ placeParts }: Pick<NumberFacts, 'placeParts'>): boolean {
  return placeParts !== null && placeParts.unit !== '';
}

/** The highest severity among findings; empty when there are none. */
export function severityOf(codes: readonly FindingCode[]): FindingSeverity | '' {
  if (codes.some((code) => FINDINGS[code].severity === 'error')) return 'error';
  return codes.length > 0 ? 'warning' : '';
}
