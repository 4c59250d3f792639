import { describe, expect, it } from 'vitest';
import {
  columnValue,
  delimiter,
  durationMs,
  positiveInteger,
  rowRange,
  threshold,
} from '../../src/cli/options/option-values.ts';
import { UsageError } from '../../src/errors/app-error.ts';

function refuses(read: (option: string, text: string) => unknown, texts: readonly string[]): void {
  for (const text of texts) {
    expect(() => read('x', text), text).toThrow(UsageError);
    expect(() => read('x', text), text).toThrow('--x');
  }
}

describe('values of options', () => {
  it('reads durations with their unit and refuses the rest', () => {
    expect(durationMs('wait', '30s')).toBe(30_000);
    expect(durationMs('wait', '10m')).toBe(600_000);
    expect(durationMs('wait', '1h30m')).toBe(5_400_000);
    expect(durationMs('wait', '0s')).toBe(0);
    refuses(durationMs, ['', '10', '10 m', '-1s', '1e3s', '1.5h', '25h', 'm', '10M']);
  });

  it('reads thresholds as a count or a percentage', () => {
    expect(threshold('max-remove', '30%')).toEqual({ kind: 'percent', value: 30 });
    expect(threshold('max-remove', '12')).toEqual({ kind: 'count', value: 12 });
    expect(threshold('max-remove', '0')).toEqual({ kind: 'count', value: 0 });
    refuses(threshold, ['', '101%', '-1', '1e3', '0x10', '%', '30 %', '1.5']);
  });

  it('reads line ranges, whole numbers, conditions and delimiters', () => {
    expect(rowRange('rows', '2-101')).toEqual([2, 101]);
    refuses(rowRange, ['', '5', '5-4', '0-4', '-4', '2-', 'a-b']);
    expect(positiveInteger('limit', '1')).toBe(1);
    refuses(positiveInteger, ['', '0', '-1', '1.0', '1e2', '0x1', ' 1', '99999999999999999999']);
    expect(columnValue('where', 'city=New York')).toEqual({ column: 'city', value: 'New York' });
    expect(columnValue('where', 'reference=')).toEqual({ column: 'reference', value: '' });
    expect(columnValue('where', 'reference=a=b')).toEqual({ column: 'reference', value: 'a=b' });
    refuses(columnValue, ['', 'city', '=x']);
    expect(delimiter('delimiter', 'tab')).toBe('\t');
    expect(delimiter('delimiter', ';')).toBe(';');
    refuses(delimiter, ['', ',,', '"', '\n']);
  });
});
