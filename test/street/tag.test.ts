import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressTag, isOwnTag, orderTag, startsWithTag } from '../../src/domain/request/tag.ts';

describe('addressTag', () => {
  it('is 24 letters and digits, the same for the same account and address', () => {
    const tag = addressTag('twilio AC1', 'p1|US', 32);
    expect(tag).toMatch(/^e911[a-z2-7]{20}$/);
    expect(addressTag('twilio AC1', 'p1|US', 32)).toBe(tag);
    expect(addressTag('twilio AC2', 'p1|US', 32)).not.toBe(tag);
    expect(addressTag('twilio AC1', 'p1|CA', 32)).not.toBe(tag);
  });

  it('is known again alone, before a label, in any case, and at every length', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.integer({ min: 16, max: 60 }), (account, key, maxChars) => {
        const tag = addressTag(account, key, maxChars);
        expect(tag.length).toBe(Math.min(24, maxChars));
        for (const text of [tag, ` ${tag} HQ`, `${tag}-x`, tag.toUpperCase()]) {
          expect(isOwnTag(text)).toBe(true);
          expect(startsWithTag(text, tag)).toBe(true);
        }
      }),
    );
  });

  it('knows no text that it did not make', () => {
    const tag = addressTag('a', 'b', 24);
    const altered = `${tag.slice(0, 10)}${tag[10] === 'a' ? 'b' : 'a'}${tag.slice(11)}`;
    for (const text of [
      '',
      'e911',
      'Head office',
      'e911coverageheadquarters',
      altered,
      `${tag}x`,
      `x${tag}`,
    ]) {
      expect(isOwnTag(text), text).toBe(false);
      expect(startsWithTag(text, tag), text).toBe(false);
    }
    expect(startsWithTag('anything', '')).toBe(false);
  });

  it('refuses a field that is too short', () => {
    expect(() => addressTag('a', 'b', 15)).toThrow(RangeError);
  });
});

describe('orderTag', () => {
  it('fits the field and differs by run and position', () => {
    expect(orderTag('20260102-abc', 7)).toBe('e911-20260102-abc-7');
    fc.assert(
      fc.property(fc.string(), fc.nat(), (run, position) => {
        expect(orderTag(run, position)).toMatch(/^[A-Za-z0-9-]{1,40}$/);
      }),
    );
    expect(orderTag('r'.repeat(60), 1)).not.toBe(orderTag(`${'r'.repeat(60)}s`, 1));
  });
});
