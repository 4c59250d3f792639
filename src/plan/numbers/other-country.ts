import { servedCountry } from '../../domain/address/territory.ts';
import { numberingPlanOf } from '../../domain/phone-number.ts';
import type { Request } from '../../domain/request/request.ts';
import { covers } from '../../domain/request/request-scope.ts';
import { cellProblem, type Problem } from '../../errors/problem.ts';
import type { NumberState, StoredAddress } from '../../providers/contract.ts';
import type { Composed } from '../context/present.ts';

/**
 * An address in another country than the number's is often a row with the number of another one. Where the number would lose its
 * address before the provider sees the new one, the row is left alone: Twilio, for example, requires an address of the number's own
 * country for some types (https://www.twilio.com/docs/api/errors/18013, read 2026-11-27), and a refusal that may still be the removal
 * of the former address is waited out.
 * @param named the stored address that `address_id` names
 */
export function otherCountry(
  request: Request,
  {
    number,
    named,
    composed,
  }: {
    readonly number: NumberState | null;
    readonly named: Pick<StoredAddress, 'address'> | null;
    readonly composed: Composed;
  },
): Problem[] {
  const { phoneNumber } = request;
  const address = request.address ?? named?.address ?? null;
  if (!covers(request) || phoneNumber === '' || address === null || composed.kind !== 'program') return [];
  const home = servedCountry(numberingPlanOf(phoneNumber) || (number?.country ?? ''));
  const there = servedCountry(address.country);
  if (home === '' || there === '' || home === there) return [];
  const said = `The number ${phoneNumber} is one of ${titled(home)}, and the address is in ${titled(there)}.`;
  return [
    cellProblem({
      column: 'country',
      value: address.country,
      code: 'ADDRESS_IN_OTHER_COUNTRY',
      ...(composed.opensGap
        ? {
            severity: 'error',
            message: `${said} It would have no emergency address while the provider decides about that.`,
            hint: 'Check phone_number and country: the row may have the address of another number. Its present address stays.',
          }
        : {
            severity: 'warning',
            message: `${said} The provider may refuse it.`,
            hint: 'Check phone_number and country: the row may have the address of another number.',
          }),
    }),
  ];
}

/** `CA (Canada)` */
function titled(country: string): string {
  const title = /^[A-Z]{2}$/.test(country)
    ? new Intl.DisplayNames('en', { type: 'region' }).of(country)
    : undefined;
  return title === undefined || title === country ? country : `${country} (${title})`;
}
