import { describe, expect, it } from 'vitest';
import type { Request } from '../../../src/domain/request/request.ts';
import { refuse } from '../../../src/providers/twilio/refuse.ts';
import { requestOf } from '../request-of.ts';
import { sid } from './scripted-transport.ts';

const request: Request = requestOf({
  action: 'assign',
  phoneNumber: '+14155550100',
  callerName: 'Harbor Dental',
  address: {
    street: '645 HARRISON ST',
    parts: null,
    unit: '',
    city: 'SAN FRANCISCO',
    region: 'CA',
    postalCode: '94105',
    country: 'US',
  },
});
const codes = (changes: Partial<Request>) => refuse({ ...request, ...changes }, 7).map(({ code }) => code);
const place = (changes: Partial<NonNullable<Request['address']>>) => ({
  address: request.address && { ...request.address, ...changes },
});

describe('what Twilio cannot hold', () => {
  it('is nothing of a good row', () => {
    expect(codes({})).toEqual([]);
  });

  it.each([
    ['no caller name', { callerName: ' ' }, 'TWILIO_CALLER_NAME_MISSING'],
    ['17 characters of four bytes', { callerName: '😀'.repeat(17) }, 'TWILIO_CALLER_NAME_LONG'],
    ['22 characters of three bytes', { callerName: '語'.repeat(22) }, 'TWILIO_CALLER_NAME_LONG'],
    ['no region', place({ region: '' }), 'TWILIO_REGION_MISSING'],
    ['an address in Germany', place({ country: 'DE' }), 'TWILIO_ADDRESS_COUNTRY'],
    ['an id of something else', { address: null, addressId: '../Addresses' }, 'TWILIO_ADDRESS_ID_FORM'],
    ['a label that is cut', { addressLabel: 'City hall' }, 'TWILIO_ADDRESS_LABEL_CUT'],
    ['33 characters of name', { callerName: 'n'.repeat(33) }, 'TWILIO_CALLER_NAME_OVER_32'],
    ['& in a name', { callerName: 'Smith & Sons' }, 'TWILIO_SPECIAL_CHARACTER'],
    ['@ in a label', { addressLabel: '@ dock' }, 'TWILIO_SPECIAL_CHARACTER'],
    ['# in a street', place({ street: '645 HARRISON ST #200' }), 'TWILIO_SPECIAL_CHARACTER'],
    ['# in a unit', place({ unit: '# 200' }), 'TWILIO_SPECIAL_CHARACTER'],
    ['& in a city', place({ city: 'TOWN & COUNTRY' }), 'TWILIO_SPECIAL_CHARACTER'],
  ])('is %s', (_what, changes, code) => {
    expect(codes(changes)).toEqual([code]);
  });

  it('lets the longest names pass', () => {
    expect(codes({ callerName: '😀'.repeat(16) })).toEqual([]);
    expect(codes({ callerName: '語'.repeat(21) })).toEqual([]);
    expect(codes({ addressLabel: '7 chars' })).toEqual([]);
  });

  it('asks nothing of an address that a row does not write', () => {
    expect(codes({ action: 'remove', callerName: '', address: null })).toEqual([]);
    expect(codes({ callerName: '', address: null, addressId: sid('AD') })).toEqual([]);
  });

  it('only warns where the carrier decides, and names the source', () => {
    const [problem] = refuse({ ...request, ...place({ street: '645 HARRISON ST @ 2ND' }) }, 7);
    expect(problem).toMatchObject({ column: 'street', severity: 'warning' });
    expect(problem?.hint).toContain('https://support.twilio.com/hc/en-us/articles/360007534873');
  });

  it('names the row, the column and the way out', () => {
    const [problem] = refuse({ ...request, callerName: '' }, 7);
    expect(problem).toMatchObject({ row: 7, column: 'caller_name', severity: 'error' });
    expect(problem?.hint).not.toBe('');
  });
});
