import type { Request } from '../../domain/request/request.ts';
import { cellProblem, type Problem } from '../../errors/problem.ts';
import { capabilities, NUMBER_TYPES } from './capabilities.ts';
import { displayName, toWireAddress } from './convert.ts';
import { NAME_HINT } from './errors.ts';
import { VOICE_TARGETS } from './number-settings.ts';

/** What Sinch cannot hold of a request. Source: Active Number API, verified 2026-11-21. */
export function refuse(request: Request, row: number): readonly Problem[] {
  if (request.action === 'ignore') return [];
  const problems: Problem[] = [];
  const add = (column: string, value: string, code: string, [message, hint]: readonly [string, string]) => {
    problems.push(cellProblem({ row, column, value, code, message, hint }));
  };
  const { address, settings } = request;
  if (address !== null) {
    // The names that the numbers of a site have are kept; the plan says which of them are not known.
    const isNamed =
      request.action === 'move-site' ||
      displayName({ callerName: request.callerName, label: request.addressLabel }) !== '';
    if (!isNamed) {
      // Sinch never shows the name it was given, so a row of an export may have none. Only writing needs it (addressBody).
      const text = {
        code: 'SINCH_NAME_MISSING',
        message: 'Sinch needs a name with each address; without one the row can only be left as it is.',
        hint: NAME_HINT,
      };
      problems.push(cellProblem({ row, column: 'caller_name', value: '', severity: 'warning', ...text }));
    }
    if (address.region === '') {
      add('region', '', 'SINCH_REGION_MISSING', ['Sinch needs a state or province.', 'Fill in region.']);
    }
    if (!capabilities.countries.includes(address.country)) {
      add('country', address.country, 'SINCH_ADDRESS_COUNTRY', [
        `Sinch takes emergency addresses in ${capabilities.countries.join(', ')} only.`,
        'Leave this row to another provider.',
      ]);
    }
    const split = toWireAddress(address);
    if (!split.ok) {
      add('street', address.street, 'SINCH_STREET', [
        `Sinch wants the house number apart, but ${split.why}.`,
        'Fill in house_number and street_name, or write the street as number and name.',
      ]);
    }
  }
  if (request.addressId !== '') {
    add('address_id', request.addressId, 'SINCH_ADDRESS_ID', [
      'Addresses have no id at Sinch.',
      'Give the address itself.',
    ]);
  }
  const { voice_type = '', number_type = '', sms_campaign_id = '' } = settings;
  if (voice_type !== '' && !(voice_type in VOICE_TARGETS)) {
    const text = [`Sinch has no voice type ${voice_type}.`, 'Use RTC, EST or FAX.'] as const;
    add('voice_type', voice_type, 'SINCH_VOICE_TYPE', text);
  }
  if (number_type !== '' && !NUMBER_TYPES.some((type) => type === number_type)) {
    const text = [`Sinch has no number type ${number_type}.`, `Use ${NUMBER_TYPES.join(', ')}.`] as const;
    add('number_type', number_type, 'SINCH_NUMBER_TYPE', text);
  }
  if (sms_campaign_id !== '' && request.numberCountry !== 'US') {
    add('sms_campaign_id', sms_campaign_id, 'SINCH_CAMPAIGN_COUNTRY', [
      'Campaigns are for US numbers only.',
      'Leave it empty.',
    ]);
  }
  return problems;
}
