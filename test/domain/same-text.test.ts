import { describe, expect, it } from 'vitest';
import { correctionKind } from '../../src/domain/address/correction.ts';
import { isSameText } from '../../src/domain/address/same-text.ts';

const ASKED = {
  street: '645 Harrison St',
  unit: 'Ste 200',
  city: 'San Francisco',
  region: 'CA',
  postalCode: '94105',
  country: 'US',
  parts: null,
};

describe('case, spaces, and punctuation', () => {
  it.each([
    ['Harbor Dental', 'HARBOR DENTAL'],
    ["O'Neil & Sons, Inc.", 'ONEIL & SONS INC'],
    ['A&B', 'a & b'],
    ['645  Harrison St.', '645 HARRISON ST'],
    ['N.W. 5th Ave', 'NW 5TH AVE'],
    ['Smith-Jones', 'SMITH JONES'],
  ])('%s is %s', (one, other) => expect(isSameText(one, other)).toBe(true));

  it.each([
    ['12-34 Main St', '1234 Main St'],
    ['1 1/2 Main St', '11/2 Main St'],
    ['12.5 Main St', '125 Main St'],
    ['A & B', 'A B'],
    ['Harbor Dental', 'Harbour Dental'],
    ['Montréal', 'Montreal'],
  ])('%s is not %s', (one, other) => expect(isSameText(one, other)).toBe(false));

  it('are no correction, under any --accept; an abbreviation is one', () => {
    const upper = Object.fromEntries(
      Object.entries({ ...ASKED, parts: '' }).map(([name, text]) => [name, `${text.toUpperCase()} `]),
    );
    expect(correctionKind(ASKED, { ...ASKED, ...upper, parts: null })).toBe('none');
    const canadian = { ...ASKED, region: 'QC', postalCode: 'h3a0g4', country: 'CA' };
    expect(correctionKind(canadian, { ...canadian, postalCode: 'H3A 0G4' })).toBe('none');
    expect(correctionKind({ ...ASKED, street: '645 Harrison Street' }, ASKED)).toBe('formatting');
    expect(correctionKind(ASKED, { ...ASKED, street: '654 Harrison St' })).toBe('substantive');
  });
});
