import { describe, expect, it } from 'vitest';
import { judgePieces, piecesOf } from '../../../src/sandbox/bandwidth/address.ts';
import { parseXml, writeXml } from '../../../src/sandbox/bandwidth/xml.ts';
import { createJudge, loadPlaces } from '../../../src/sandbox/places.ts';

describe('the sandbox’s own pieces of an address', () => {
  it('name every place of the table', () => {
    const places = loadPlaces().filter(({ country }) => country === 'US' || country === 'CA');
    const judge = createJudge(places);
    expect(places.length).toBeGreaterThan(90);
    for (const place of places) {
      const pieces = piecesOf(place);
      expect(judgePieces(judge, pieces), place.street).toEqual({ kind: 'exact' });
      expect(pieces['houseNumber'], place.street).toMatch(/^\d+$/);
    }
  });

  it('are sorted: directionals, name, type, also in French', () => {
    const place = { unit: '', city: 'X', region: 'QC', postalCode: 'H3A 0G4', country: 'CA' };
    expect(piecesOf({ ...place, street: '845 RUE SHERBROOKE O' })).toMatchObject({
      houseNumber: '845',
      streetName: 'SHERBROOKE',
      streetSuffix: 'RUE',
      postDirectional: 'O',
    });
    expect(piecesOf({ ...place, street: '200 N SPRING ST', country: 'US' })).toMatchObject({
      prefixDirectional: 'N',
      streetName: 'SPRING',
      streetSuffix: 'ST',
    });
  });
});

describe('the sandbox’s own XML', () => {
  it('goes round', () => {
    const written = writeXml('A', { b: 'R&D <"5">', c: ['1', '2'], d: undefined, e: { f: '' } });
    const node = parseXml(written);
    expect(node?.children.map(({ name, text }) => [name, text])).toEqual([
      ['b', 'R&D <"5">'],
      ['c', '1'],
      ['c', '2'],
      ['e', ''],
    ]);
  });

  it.each([
    '',
    'x',
    '<a>',
    '<a></b>',
    '<a/><b/>',
    '<a/>x',
    '<!DOCTYPE a><a/>',
    '<a>&b;</a>',
    '<a>1 & 2</a>',
    '<a b=c/>',
    '</a>',
  ])('takes no %j', (text) => {
    expect(parseXml(text)).toBeNull();
  });
});
