import { describe, expect, it } from 'vitest';
import { FINDINGS, findingsOf, severityOf } from '../../src/export/compliance/findings.ts';
import { coverageOf, scopeOf } from '../../src/export/numbers/coverage.ts';
import { matchesFilter } from '../../src/export/reading/matches-filter.ts';
import { capabilities, numberFacts, numberState } from './facts.ts';

const ALONE = { atPlace: 1, withUnit: 0 };

describe('coverage', () => {
  it.each([
    ['covered', 'covered'],
    ['pending', 'pending'],
    ['removing', 'pending'],
    ['failed', 'failed'],
    ['removal-failed', 'failed'],
    ['missing', 'missing'],
    ['unknown', 'unknown'],
  ] as const)('reads %s as %s', (state, coverage) => {
    expect(coverageOf(numberState({ emergency: { state } }), capabilities, false)).toBe(coverage);
  });

  it('is disabled when emergency calling is switched off, unless the account ignores its switch', () => {
    const off = numberState({ emergency: { switchedOn: false } });
    expect(coverageOf(off, capabilities, false)).toBe('disabled');
    expect(coverageOf(off, capabilities, true)).toBe('covered');
  });

  it('leaves a number without voice, or of a country without emergency addresses, out of scope and says why', () => {
    const mute = numberState({ voiceCapable: false });
    expect(coverageOf(mute, capabilities, false)).toBe('not in scope');
    expect(scopeOf(mute, capabilities).why).toMatch(/no voice/);
    const french = numberState({ country: 'FR' });
    expect(scopeOf(french, capabilities)).toEqual({
      inScope: false,
      why: 'Twilio has no emergency addresses for numbers of FR',
    });
    const unsaid = numberState({ voiceCapable: null });
    expect(scopeOf(unsaid, capabilities).inScope).toBe(true);
  });
});

describe('findings', () => {
  it('are none for a covered number with a unit', () => {
    expect(findingsOf(numberFacts(), { atPlace: 2, withUnit: 2 }, 25)).toEqual([]);
  });

  it('tell an address that is going from one that is coming', () => {
    const at = (state: 'removing' | 'pending') =>
      findingsOf(
        numberFacts({ coverage: 'pending', number: numberState({ emergency: { state } }) }),
        ALONE,
        25,
      );
    expect(at('removing')).toEqual(['being-removed']);
    expect(at('pending')).toEqual(['pending']);
    expect(FINDINGS['being-removed'].severity).toBe('error');
  });

  it('miss a unit only where neighbors of the building name one', () => {
    const bare = numberFacts({ placeParts: { place: 'p', building: 'b', unit: '' } });
    expect(findingsOf(bare, { atPlace: 1, withUnit: 1 }, 25)).toEqual(['no-unit']);
    expect(findingsOf(bare, ALONE, 25)).toEqual([]);
  });

  it('name a covered number that is on no trunk, where the provider shows trunks', () => {
    const at = (trunk: Record<string, string>, coverage: 'covered' | 'missing' = 'covered') =>
      findingsOf(numberFacts({ coverage, number: numberState({ facts: trunk }) }), ALONE, 25);
    expect(at({ trunk_sid: '' })).toEqual(['no-trunk']);
    expect(at({ trunk_sid: `TK${'1'.repeat(32)}` })).toEqual([]);
    expect(at({})).toEqual([]);
    expect(at({ trunk_sid: '' }, 'missing')).toEqual(['no-address']);
  });

  it('count neighbors from the given number on', () => {
    expect(findingsOf(numberFacts(), { atPlace: 4, withUnit: 4 }, 4)).toEqual(['shared-address']);
    expect(findingsOf(numberFacts(), { atPlace: 3, withUnit: 3 }, 4)).toEqual([]);
  });

  it('are none for a number out of scope, whatever it has', () => {
    const out = numberFacts({ coverage: 'not in scope', address: null, placeParts: null });
    expect(findingsOf(out, { atPlace: 99, withUnit: 9 }, 2)).toEqual([]);
  });

  it('weigh as much as the gravest of them', () => {
    expect(severityOf([])).toBe('');
    expect(severityOf(['no-unit'])).toBe('warning');
    expect(severityOf(['no-unit', 'no-address'])).toBe('error');
  });
});

describe('a filter of numbers', () => {
  const number = numberState({
    settings: { number_type: 'landline', features: 'SMS,VOICE', app_id: 'app-1' },
  });

  it.each([
    [{}, true],
    [{ country: 'US' }, true],
    [{ country: 'CA' }, false],
    [{ numberType: 'LANDLINE' }, true],
    [{ numberType: 'mobile-lvn' }, false],
    [{ features: 'VOICE' }, true],
    [{ features: 'VOICE,SMS' }, true],
    [{ features: 'VOICE,MMS' }, false],
    [{ applicationId: 'app-1' }, true],
    [{ applicationId: 'app-2' }, false],
    [{ hasApplication: true }, true],
    [{ hasApplication: false }, false],
    [{ pattern: '+1415' }, true],
    [{ pattern: '0100', searchPattern: 'start' }, false],
    [{ pattern: '0100', searchPattern: 'end' }, true],
    [{ pattern: '5555' }, true],
  ] as const)('%j: %s', (filter, expected) => {
    expect(matchesFilter(number, filter)).toBe(expected);
  });
});
