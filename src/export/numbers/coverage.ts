import { servedCountry } from '../../domain/address/territory.ts';
import type { Capabilities, NumberState } from '../../providers/contract.ts';

/** A number's coverage in the words of an export (docs/contract.md, compliance set). */
export const COVERAGES = [
  'covered',
  'pending',
  'failed',
  'missing',
  'disabled',
  'not in scope',
  'unknown',
] as const;
export type Coverage = (typeof COVERAGES)[number];

/** Whether 911 can be called from a number at this provider, and why, in words. */
interface Scope {
  readonly inScope: boolean;
  readonly why: string;
}

/** Whether a number has to be covered, and why. */
export function scopeOf(number: NumberState, capabilities: Capabilities): Scope {
  if (number.voiceCapable === false) {
    return { inScope: false, why: 'the number has no voice: it cannot place calls' };
  }
  if (number.country !== '' && !capabilities.countries.includes(servedCountry(number.country))) {
    const why = `${capabilities.title} has no emergency addresses for numbers of ${number.country}`;
    return { inScope: false, why };
  }
  return number.voiceCapable
    ? { inScope: true, why: 'voice' }
    : { inScope: true, why: 'the provider does not say whether it has voice' };
}

/**
 * Covered is only what the provider reports as registered and switched on: an address that is being removed is not, and an
 * unknown status is not.
 * @param switchIgnored the account is known to ignore its emergency switch, so what it shows there says nothing
 */
export function coverageOf(
  number: NumberState,
  capabilities: Capabilities,
  switchIgnored: boolean,
): Coverage {
  if (!scopeOf(number, capabilities).inScope) return 'not in scope';
  switch (number.emergency.state) {
    case 'covered':
      return number.emergency.switchedOn === false && !switchIgnored ? 'disabled' : 'covered';
    case 'pending':
    case 'removing':
      return 'pending';
    case 'failed':
    case 'removal-failed':
      return 'failed';
    case 'missing':
      return 'missing';
    default:
      return 'unknown';
  }
}
