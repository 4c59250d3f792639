import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { columnValue, count, delimiter, duration, lineRange, share } from '../../src/options/typed-values.ts';

function refuses(schema: z.ZodType, texts: readonly string[]): void {
  for (const text of texts) expect(schema.safeParse(text).success, text).toBe(false);
}

describe('values of options', () => {
  it('reads durations with their unit and refuses the rest', () => {
    expect(duration().parse('30s')).toBe(30_000);
    expect(duration().parse('10m')).toBe(600_000);
    expect(duration().parse('1h30m')).toBe(5_400_000);
    expect(duration().parse('0s')).toBe(0);
    refuses(duration(), ['', '10', '10 m', '-1s', '1e3s', '1.5h', '25h', 'm', '10M']);
  });

  it('reads thresholds as a count or a percentage', () => {
    expect(share.parse('30%')).toEqual({ kind: 'percent', value: 30 });
    expect(share.parse('12')).toEqual({ kind: 'count', value: 12 });
    expect(share.parse('0')).toEqual({ kind: 'count', value: 0 });
    refuses(share, ['', '101%', '-1', '1e3', '0x10', '%', '30 %', '1.5']);
  });

  it('reads line ranges, whole numbers, conditions and delimiters', () => {
    expect(lineRange.parse('2-101')).toEqual([2, 101]);
    expect(lineRange.parse('2')).toEqual([2, 2]);
    refuses(lineRange, ['', '5-4', '0-4', '0', '-4', '2-', 'a-b']);
    expect(count.parse('1')).toBe(1);
    refuses(count, ['', '0', '-1', '1.0', '1e2', '0x1', ' 1', '99999999999999999999']);
    expect(columnValue.parse('city=New York')).toEqual({ column: 'city', value: 'New York' });
    expect(columnValue.parse('reference=')).toEqual({ column: 'reference', value: '' });
    expect(columnValue.parse('reference=a=b')).toEqual({ column: 'reference', value: 'a=b' });
    refuses(columnValue, ['', 'city', '=x']);
    expect(delimiter.parse('tab')).toBe('\t');
    expect(delimiter.parse(';')).toBe(';');
    refuses(delimiter, ['', ',,', '"', '\n']);
  });

  it('writes a value so that it reads back as the same', () => {
    for (const [schema, text] of [
      [duration(), '1h30m'],
      [duration(), '45s'],
      [duration(), '250ms'],
      [share, '2.5%'],
      [share, '12'],
      [lineRange, '7'],
      [lineRange, '2-9'],
      [columnValue, 'a=b=c'],
      [delimiter, 'tab'],
      [delimiter, '~'],
    ] as const) {
      const value = schema.parse(text);
      const written: unknown = (schema as z.ZodCodec).encode(value);
      expect(schema.parse(written), text).toEqual(value);
    }
  });
});
