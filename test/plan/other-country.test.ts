import { expect, it } from 'vitest';
import type { Request } from '../../src/domain/request/request.ts';
import type { Composed } from '../../src/plan/context/present.ts';
import { otherCountry } from '../../src/plan/numbers/other-country.ts';
import { HARRISON, numberState, storedAddress } from '../export/facts.ts';
import { request } from '../report/rows.ts';

const program = (opensGap: boolean): Composed => ({
  kind: 'program',
  program: [],
  verb: 'replace',
  opensGap,
});
const of = (cells: Partial<Request>, composed = program(true)): string[] =>
  otherCountry(request(cells), { number: numberState(), named: null, composed }).map(
    ({ code, severity }) => `${severity} ${code}`,
  );
const inCountry = (country: string) => ({ ...HARRISON, country });

it('leaves a covered number alone whose address is in another country, and warns where nothing is removed', () => {
  const canadian = { phoneNumber: '+14165550100', address: inCountry('US') };
  expect(of(canadian)).toEqual(['error ADDRESS_IN_OTHER_COUNTRY']);
  expect(of(canadian, program(false))).toEqual(['warning ADDRESS_IN_OTHER_COUNTRY']);
  expect(of({ phoneNumber: '+14155550100', address: inCountry('CA') })).toHaveLength(1);
  expect(of({ phoneNumber: '+442079460000', address: inCountry('US') })).toHaveLength(1);
  expect(
    otherCountry(request(canadian), { number: null, named: null, composed: program(true) })[0]?.message,
  ).toBe(
    'The number +14165550100 is one of CA (Canada), and the address is in US (United States). It would have no emergency address while the provider decides about that.',
  );
});

it('says nothing of the same country, its territories, numbers without a country, and rows that write no address', () => {
  expect(of({ phoneNumber: '+14165550100', address: inCountry('CA') })).toEqual([]);
  expect(of({ phoneNumber: '+17875550100', address: inCountry('US') })).toEqual([]);
  expect(of({ phoneNumber: '+14155550100', address: inCountry('PR') })).toEqual([]);
  expect(of({ phoneNumber: '+14165550100', address: inCountry('US'), action: 'remove' })).toEqual([]);
  const settled: Composed = {
    kind: 'settled',
    outcome: { result: 'unchanged', stage: 'validate', detail: '' },
  };
  expect(of({ phoneNumber: '+14165550100', address: inCountry('US') }, settled)).toEqual([]);
});

it('looks at the address that an ID names', () => {
  const named = { ...storedAddress(), address: inCountry('US') };
  const problems = otherCountry(
    request({ phoneNumber: '+14165550100', address: null, addressId: named.id }),
    {
      number: numberState(),
      named,
      composed: program(true),
    },
  );
  expect(problems).toMatchObject([{ severity: 'error', value: 'US' }]);
});
