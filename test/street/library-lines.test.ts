import { describe, expect, it } from 'vitest';
import { isRefused, splitLine } from '../../src/domain/street/street-split.ts';
import { readLines } from './read-lines.ts';

describe('the seventy lines that street parsers were compared with', () => {
  for (const { line, country, parts, unit, refused } of readLines('library-lines.csv')) {
    it(`${refused ? 'refuses' : 'splits'} ${line} (${country})`, () => {
      const split = splitLine(line, country);
      if (refused) expect(isRefused(split)).toBe(true);
      else expect(split).toEqual({ parts, unit });
    });
  }
});
