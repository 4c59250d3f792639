import { describe, expect, it } from 'vitest';
import { isRefused, splitLine } from '../../src/domain/street/street-split.ts';
import { readLines } from './read-lines.ts';

describe('street lines of public places', () => {
  it('splits none wrongly in silence, and says the share it split and the share it refused', () => {
    const lines = readLines('addresses.csv');
    const wrong: unknown[] = [];
    let right = 0;
    let refused = 0;
    let splittable = 0;
    for (const { line, country, parts, unit, refused: mustRefuse } of lines) {
      const split = splitLine(line, country);
      if (!mustRefuse) splittable++;
      if (isRefused(split)) {
        refused++;
        expect(split.columns.length, line).toBeGreaterThan(0);
      } else if (!mustRefuse && JSON.stringify(split) === JSON.stringify({ parts, unit })) right++;
      else wrong.push({ line, split });
    }
    const percent = (count: number): string => `${((100 * count) / lines.length).toFixed(1)}%`;
    process.stdout.write(
      `street lines: ${lines.length}, split right ${right} (${percent(right)}), refused ${refused} (${percent(refused)}), wrong ${wrong.length}\n`,
    );
    expect(wrong).toEqual([]);
    expect(lines.length).toBeGreaterThanOrEqual(200);
    // Refusing everything would be safe and useless.
    expect(right / splittable).toBeGreaterThan(0.85);
  });
});
