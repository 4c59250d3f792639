import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldWord } from '../../src/domain/street/abbreviation.ts';
import {
  joinHouseNumber,
  joinStreet,
  joinZip,
  splitHouseNumber,
  splitOneLine,
  zipParts,
} from '../../src/domain/street/street-line.ts';
import { isRefused, splitLine, splitStreet } from '../../src/domain/street/street-split.ts';
import { growthOf, MOST_GROWTH } from '../growth.ts';
import { readLines } from './read-lines.ts';

/** The words of texts, sorted; a hyphen that parts unit and house or number and fraction is a gap like any other. */
function bag(...texts: readonly string[]): readonly string[] {
  return texts
    .join(' ')
    .split(/[\s,-]+/u)
    .filter(Boolean)
    .sort();
}

const WORD = fc.constantFrom(
  ...'1 12 123 123A 5-123 112-10 1/2 123-1/2 N6W23001 One N S E W NE North South West NW. St St. Street Ave Avenue Rd Dr Blvd boul. rue av ch Main Oak 5th 42nd 5e de la du Sainte-Catherine Côte Highway Hwy US State Route County Road 9W I-35 FM 1960 Apt Apartment Ste Suite Unit # #5 B 4B bureau app 2nd Floor Rear Lot Key Park The Broadway A C PO Box Ste-Anne O Ouest & King'.split(
    ' ',
  ),
);
const LINE = fc
  .array(fc.tuple(WORD, fc.constantFrom(' ', ' ', ' ', ', ', '  ')), { minLength: 1, maxLength: 9 })
  .map((pieces) => pieces.flat().join(''));
const oneOf = (text: string) => fc.constantFrom('', ...text.split('|'));
/** Lines in the order of a street, so that many of them can be split. */
const LIKELY = fc
  .tuple(
    fc.constantFrom('12', '123A', '5-123', '112-10', '123 1/2', '123-1/2', 'N6W23001', 'One', '450,'),
    oneOf('N|S.|West|NE|N.E.|rue|boul.|avenue|chemin'),
    fc.array(WORD, { minLength: 1, maxLength: 2 }).map((list) => list.join(' ')),
    oneOf('St|Street|Ave.|Rd|Blvd|Ct|Highway 7|Route 9W|Park|Way'),
    oneOf('N|South|NW|O|Ouest'),
    oneOf('Apt 5|, Suite B|#4|# 4|Unit #210|2nd Floor|Bldg 4 Apt 201|, bureau 1000|Rear|Lot 7'),
  )
  .map((pieces) => pieces.filter(Boolean).join(' '));
const ANY_LINE = fc.oneof(
  { weight: 6, arbitrary: LIKELY },
  { weight: 4, arbitrary: LINE },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
);
const COUNTRY = fc.constantFrom('US', 'CA');
const KNOWN = [...readLines('library-lines.csv'), ...readLines('addresses.csv')];

describe('splitting a street line', () => {
  it('neither loses nor changes a word', () => {
    fc.assert(
      fc.property(ANY_LINE, COUNTRY, (line, country) => {
        const split = splitLine(line, country);
        if (isRefused(split)) return;
        expect(bag(...Object.values(split.parts), split.unit)).toEqual(bag(line));
        expect(split.parts.houseNumber).not.toBe('');
        expect(split.parts.streetName).not.toBe('');
      }),
      { numRuns: 3000 },
    );
  });

  it('gives the same pieces for upper case, lower case and points', () => {
    for (const { line, country } of KNOWN) {
      const split = splitLine(line, country);
      const upper = splitLine(line.toUpperCase(), country);
      if (isRefused(split)) expect(isRefused(upper), line).toBe(true);
      else if (!isRefused(upper)) {
        expect(Object.values(upper.parts)).toEqual(
          Object.values(split.parts).map((part) => part.toUpperCase()),
        );
      } else expect.fail(`${line} is refused in upper case: ${upper.refused}`);
    }
  });

  it('splits a joined line as it was', () => {
    for (const { line, country } of KNOWN) {
      const split = splitLine(line, country);
      if (isRefused(split) || split.unit !== '') continue;
      const again = splitLine(joinStreet(split.parts, country), country);
      // Pieces do not say whether Place Victoria or Victoria Place was written: in Canada the line may turn round.
      if (country === 'US' || !isRefused(again)) expect(again, line).toEqual(split);
      else expect(bag(joinStreet(split.parts, country))).toEqual(bag(line));
    }
  });

  it('takes enough generated lines for the property to mean something', () => {
    const taken = fc
      .sample(LIKELY, { numRuns: 2000, seed: 911 })
      .filter((line) => !isRefused(splitLine(line, 'US')));
    expect(taken.length).toBeGreaterThan(400);
  });

  it('lets the user’s own pieces win', () => {
    const parts = {
      houseNumber: '123',
      houseSuffix: '',
      preDirectional: '',
      streetName: 'A Main',
      streetSuffix: 'St',
      postDirectional: '',
    };
    const address = { street: '123 A Main St', parts, unit: 'APT 5', country: 'US' };
    expect(splitStreet(address)).toEqual({ parts, unit: 'APT 5' });
    expect(splitStreet({ ...address, parts: null })).toEqual({
      refused: expect.stringContaining('"A"'),
      columns: ['house_number', 'house_suffix', 'street_name'],
    });
  });

  it('adds a building in the line to an apartment in its column, and refuses two apartments', () => {
    const address = { street: '123 Main St Bldg 4', parts: null, unit: 'Apt 201', country: 'US' };
    expect(splitStreet(address)).toMatchObject({ unit: 'Bldg 4 Apt 201' });
    expect(splitStreet({ ...address, street: '123 Main St Apt 201' })).toMatchObject({ unit: 'Apt 201' });
    expect(splitStreet({ ...address, street: '123 Main St Apt 7' })).toMatchObject({
      columns: ['street', 'unit'],
    });
  });

  it('refuses other countries', () => {
    expect(isRefused(splitLine('10 Downing St', 'GB'))).toBe(true);
  });

  it.each(['1', 'A', '# ', ' ', 'St ', '1-', 'N ', 'P O ', 'apt 5 '])(
    'takes a time in proportion to the length of a line of %j',
    (piece) => {
      const split = (chars: number) => splitLine(piece.repeat(chars / piece.length), 'US');
      expect(growthOf(split, 48_000)).toBeLessThan(MOST_GROWTH);
    },
  );
});

describe('one line, two fields and back', () => {
  it('gives back the words of a line from house number and street', () => {
    fc.assert(
      fc.property(ANY_LINE, COUNTRY, (line, country) => {
        const split = splitHouseNumber(line, country);
        if (isRefused(split)) return;
        expect(bag(joinHouseNumber(split), split.unit)).toEqual(bag(line));
        expect(split.streetInfo).not.toBe('');
      }),
      { numRuns: 2000 },
    );
    for (const { line, country, unit } of KNOWN) {
      const split = splitHouseNumber(line, country);
      if (isRefused(split) || unit !== '' || line.includes(',') || /^\d+-\d\//.test(line)) continue;
      expect(joinHouseNumber(split)).toBe(line);
    }
  });

  it('splits the number off where the rest is unclear', () => {
    expect(splitHouseNumber('1 Oak Ridge', 'US')).toEqual({
      streetNumber: '1',
      streetInfo: 'Oak Ridge',
      unit: '',
    });
    expect(splitHouseNumber('123 1/2 Main St Apt 4', 'US')).toEqual({
      streetNumber: '123 1/2',
      streetInfo: 'Main St',
      unit: 'Apt 4',
    });
    expect(isRefused(splitHouseNumber('123 A Main St', 'US'))).toBe(true);
    expect(isRefused(splitHouseNumber('PO Box 12', 'US'))).toBe(true);
  });

  it('takes a unit off the line', () => {
    for (const unit of ['Apt 5', 'Ste 1200', '#4B', 'Fl 2', 'Bldg 4 Apt 201']) {
      expect(splitOneLine(`350 W 42nd St ${unit}`, 'US')).toEqual({ street: '350 W 42nd St', unit });
    }
    expect(splitOneLine('1 Ferry Building', 'US')).toEqual({ street: '1 Ferry Building', unit: '' });
  });

  it('keeps leading zeros of ZIP and ZIP+4', () => {
    expect(zipParts('02139-0003')).toEqual({ zip: '02139', plusFour: '0003' });
    expect(zipParts('021390003')).toEqual({ zip: '02139', plusFour: '0003' });
    expect(zipParts('K1A 0B1')).toEqual({ zip: 'K1A 0B1', plusFour: '' });
    const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
    fc.assert(
      fc.property(digits(5), fc.oneof(fc.constant(''), digits(4)), (zip, plusFour) => {
        expect(zipParts(joinZip({ zip, plusFour }))).toEqual({ zip, plusFour });
      }),
    );
  });

  it('puts a French type before its name', () => {
    const parts = {
      houseNumber: '450',
      houseSuffix: '',
      preDirectional: '',
      streetName: 'René-Lévesque',
      streetSuffix: 'boul',
      postDirectional: 'O',
    };
    expect(joinStreet(parts, 'CA')).toBe('450 boul René-Lévesque O');
    expect(foldWord('René-Lévesque')).toBe('RENE-LEVESQUE');
  });
});
