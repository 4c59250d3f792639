import { describe, expect, it } from 'vitest';
import { spellFractions } from '../../src/domain/street/abbreviation.ts';
import { splitStreet } from '../../src/domain/street/street-split.ts';
import { toWireAddress } from '../../src/providers/sinch/convert.ts';
import { CARRIERS, type Carrier, cellsOf, createChecks, messyLines } from './carriers.ts';

const LINES = messyLines();
const WITH_BUILDING = LINES.filter(({ kind }) => kind !== 'no building');
const check = createChecks();

/** Letters and digits in order: no carrier may get less than was typed. */
const letters = (text: string): string =>
  spellFractions(text)
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}/]+/gu, ' ')
    .split(' ')
    .filter(Boolean)
    .sort()
    .join(' ');

function refusedShare(carrier: Carrier): number {
  const refused = WITH_BUILDING.filter((line) => check(carrier, cellsOf(line)) === null);
  return refused.length / WITH_BUILDING.length;
}

describe('messy lines', () => {
  it('are many, and refused at most as often as agreed', () => {
    expect(WITH_BUILDING.length).toBeGreaterThanOrEqual(250);
    expect(refusedShare('bandwidth endpoints')).toBeLessThanOrEqual(0.15);
    expect(refusedShare('bandwidth orders')).toBeLessThanOrEqual(0.13);
    expect(refusedShare('sinch')).toBeLessThanOrEqual(0.03);
    expect(refusedShare('twilio')).toBeLessThanOrEqual(0.005);
    expect(refusedShare('vonage')).toBeLessThanOrEqual(0.005);
  });

  it.each(LINES)('$line', (each) => {
    const requests = new Map(CARRIERS.map((carrier) => [carrier, check(carrier, cellsOf(each))]));
    if (each.kind === 'no building') {
      expect([...requests.values()]).toEqual(CARRIERS.map(() => null));
      return;
    }
    for (const carrier of ['twilio', 'vonage'] as const) {
      const address = requests.get(carrier)?.address;
      expect(letters(`${address?.street} ${address?.unit}`), carrier).toBe(letters(each.line));
    }
    const pieces = requests.get('bandwidth endpoints')?.address;
    const split = pieces ? splitStreet(pieces) : null;
    const shown =
      split === null || 'refused' in split ? null : [...Object.values(split.parts), split.unit].join(';');
    expect(shown).toBe(each.kind === 'pieces' ? each.bandwidth : null);
    const wire = requests.get('sinch')?.address;
    const sent = wire ? toWireAddress(wire) : null;
    if (each.kind === 'number in doubt') {
      expect(sent).toBeNull();
      return;
    }
    if (sent?.ok !== true) throw new Error(`Sinch refuses ${each.line}.`);
    const { streetNumber, streetInfo, location = '' } = sent.wire;
    if (each.kind === 'doubtful') expect([streetNumber, streetInfo, location].join(';')).toBe(each.sinch);
    expect(letters(`${streetNumber} ${streetInfo} ${location}`)).toBe(letters(each.line));
  });
});
