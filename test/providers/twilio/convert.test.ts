import { describe, expect, it } from 'vitest';
import { startsWithTag } from '../../../src/domain/request/tag.ts';
import { friendlyName, toNumberState } from '../../../src/providers/twilio/convert.ts';
import { readSuggestion } from '../../../src/providers/twilio/suggestion.ts';
import { WireNumber } from '../../../src/providers/twilio/wire.ts';
import { sid } from './scripted-transport.ts';

function number(fields: Record<string, unknown>) {
  return toNumberState(WireNumber.parse({ sid: sid('PN'), phone_number: '+14155550100', ...fields }));
}

describe('the emergency state of a number', () => {
  it.each([
    ['registered', 'covered'],
    ['unregistered', 'missing'],
    ['pending-registration', 'pending'],
    ['registration-failure', 'failed'],
    ['pending-unregistration', 'removing'],
    ['unregistration-failure', 'removal-failed'],
    ['something-new', 'unknown'],
    ['Registered', 'covered'],
    ['PENDING_REGISTRATION', 'pending'],
    ['pending-review', 'pending'],
  ])('%s is %s, and stays readable as it was said', (status, state) => {
    const { emergency } = number({ emergency_address_status: status, emergency_address_sid: sid('AD') });
    expect(emergency).toMatchObject({ state, status, addressId: sid('AD') });
  });

  it.each([null, '', undefined])('takes the address id %j for none', (none) => {
    const { emergency } = number({ emergency_address_sid: none, emergency_address_status: 'unregistered' });
    expect(emergency).toMatchObject({ state: 'missing', addressId: '' });
  });

  it('does not call a number covered that is registered without an address', () => {
    const { emergency } = number({ emergency_address_sid: '', emergency_address_status: 'registered' });
    expect(emergency.state).toBe('removing');
  });

  it.each([
    ['registered', 'Pending Activation', 'pending', 'Pending Activation'],
    ['registered', 'PENDING REVIEW', 'pending', 'PENDING REVIEW'],
    ['registered', 'pending_activation', 'pending', 'pending_activation'],
    ['registered', 'Queued', 'pending', 'Queued'],
    ['registered', 'Suspended', 'unknown', 'Suspended'],
    ['registered', 'Pending Deactivation', 'covered', 'registered'],
    ['registered', 'Active', 'covered', 'registered'],
    ['registered', null, 'covered', 'registered'],
    ['registration-failure', 'Pending Activation', 'failed', 'registration-failure'],
  ])('reads %j with the switch at %j as %s', (registration, word, state, shown) => {
    const { emergency } = number({
      emergency_address_status: registration,
      emergency_status: word,
      emergency_address_sid: sid('AD'),
    });
    expect(emergency).toMatchObject({ state, status: shown });
  });

  it.each([
    ['Active', true],
    ['Pending Activation', true],
    ['Inactive', false],
    ['INACTIVE', false],
    ['pending-deactivation', false],
    [' active', true],
    ['Pending Deactivation', false],
    ['Resting', null],
    [null, null],
  ])('reads the switch %j as %j', (status, on) => {
    const state = number({ emergency_status: status });
    expect(state.emergency.switchedOn).toBe(on);
    expect(state.facts).toMatchObject({ emergency_status: status ?? '' });
  });

  it.each([
    ['+14155550100', 'US'],
    ['+14165550100', 'CA'],
    ['+442079460100', 'GB'],
  ])('knows that %s is a number of %s', (phoneNumber, country) => {
    expect(number({ phone_number: phoneNumber }).country).toBe(country);
  });
});

describe('the friendly name', () => {
  it('is the tag, then as much of the label as fits', () => {
    expect(friendlyName('e911abc', '')).toBe('e911abc');
    expect(friendlyName('e911abc', 'Lobby')).toBe('e911abc Lobby');
    expect(friendlyName('e911abc', 'x'.repeat(40))).toHaveLength(32);
    expect(friendlyName('', 'Lobby')).toBe('Lobby');
  });

  it('never holds half a character', () => {
    for (let label = 20; label < 30; label += 1) {
      expect(() => encodeURIComponent(friendlyName('e911abc', `${'x'.repeat(label)}😀😀`))).not.toThrow();
    }
  });

  it('belongs to a tag only when the whole tag is there', () => {
    expect(startsWithTag('e911abc Lobby', 'e911abc')).toBe(true);
    expect(startsWithTag('e911abcd', 'e911abc')).toBe(false);
    expect(startsWithTag('Lobby', '')).toBe(false);
  });
});

describe('the suggestion in the text of 21629', () => {
  const asked = {
    street: '645 Harrison St.',
    parts: null,
    unit: 'STE 200',
    city: 'San Francisco',
    region: 'CA',
    postalCode: '94105',
    country: 'US',
  };
  const words = 'Failed to validate address. Check the suggested address. | ';

  it('is read by its keys; the city is Locality, and what it leaves out stays', () => {
    const packed =
      'FriendlyName: Twilio, CustomerName: Twilio, Street: 645 HARRISON ST, Locality: SAN FRANCISCO, Region: CA, PostalCode: 94105, IsoCountry: US';
    expect(readSuggestion(words + packed, asked)).toEqual({
      ...asked,
      street: '645 HARRISON ST',
      city: 'SAN FRANCISCO',
    });
  });

  it('bears commas in values, and keys in the names before the address', () => {
    const packed =
      'FriendlyName: A | B, CustomerName: Street: 1, Locality: X, Street: 645 HARRISON ST, REAR, StreetSecondary: STE 2, Locality: SAN FRANCISCO, Region: CA, PostalCode: 94105-1234, IsoCountry: US';
    expect(readSuggestion(words + packed, asked)).toMatchObject({
      street: '645 HARRISON ST, REAR',
      unit: 'STE 2',
      city: 'SAN FRANCISCO',
      postalCode: '94105-1234',
    });
  });

  it('is null when there is none', () => {
    expect(readSuggestion('Failed to validate address.', asked)).toBeNull();
    expect(readSuggestion(`${words}Street: 645 HARRISON ST`, asked)).toBeNull();
  });
});
