import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressMark, isOurMark, orderMark, startsWithMark } from '../../src/domain/mark.ts';

describe('addressMark', () => {
  it('is 24 letters and digits, the same for the same account and address', () => {
    const mark = addressMark('twilio AC1', 'p1|US', 32);
    expect(mark).toMatch(/^e911[a-z2-7]{20}$/);
    expect(addressMark('twilio AC1', 'p1|US', 32)).toBe(mark);
    expect(addressMark('twilio AC2', 'p1|US', 32)).not.toBe(mark);
    expect(addressMark('twilio AC1', 'p1|CA', 32)).not.toBe(mark);
  });

  it('is known again alone, before a label, in any case, and at every length', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.integer({ min: 16, max: 60 }), (account, key, maxChars) => {
        const mark = addressMark(account, key, maxChars);
        expect(mark.length).toBe(Math.min(24, maxChars));
        for (const text of [mark, ` ${mark} HQ`, `${mark}-x`, mark.toUpperCase()]) {
          expect(isOurMark(text)).toBe(true);
          expect(startsWithMark(text, mark)).toBe(true);
        }
      }),
    );
  });

  it('knows no text that it did not make', () => {
    const mark = addressMark('a', 'b', 24);
    const altered = `${mark.slice(0, 10)}${mark[10] === 'a' ? 'b' : 'a'}${mark.slice(11)}`;
    for (const text of [
      '',
      'e911',
      'Head office',
      'e911coverageheadquarters',
      altered,
      `${mark}x`,
      `x${mark}`,
    ]) {
      expect(isOurMark(text), text).toBe(false);
      expect(startsWithMark(text, mark), text).toBe(false);
    }
    expect(startsWithMark('anything', '')).toBe(false);
  });

  it('refuses a field that is too short', () => {
    expect(() => addressMark('a', 'b', 15)).toThrow(RangeError);
  });
});

describe('orderMark', () => {
  it('fits the field and differs by run and position', () => {
    expect(orderMark('20260102-abc', 7)).toBe('e911-20260102-abc-7');
    fc.assert(
      fc.property(fc.string(), fc.nat(), (run, position) => {
        expect(orderMark(run, position)).toMatch(/^[A-Za-z0-9-]{1,40}$/);
      }),
    );
    expect(orderMark('r'.repeat(60), 1)).not.toBe(orderMark(`${'r'.repeat(60)}s`, 1));
  });
});
