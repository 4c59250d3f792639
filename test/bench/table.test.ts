import { describe, expect, it } from 'vitest';
import { spreadOf } from './figure.ts';
import { type KeptFigure, withFigures, withTable } from './table.ts';

const PAGE = 'before\n<!-- figures: written by npm run bench -->\nold\n<!-- end of figures -->\nafter\n';

function figure(what: string, values: readonly number[], machine = 'quiet'): KeptFigure {
  const beside = { what: 'bare', measured: spreadOf([2]) };
  return {
    what,
    unit: 's',
    measured: spreadOf(values),
    beside,
    goal: '≤ 2.5x',
    machine,
    load: 3,
    date: '2026-11-27',
  };
}

describe('the table of the bench', () => {
  it('shows least, middle, and most, and the middle in middles of its yardstick', () => {
    const page = withTable(PAGE, [figure('validate', [9, 3, 5])]);
    expect(page).toContain(
      '| validate | 3 / 5 / 9 s | 2: bare | 2.5x | ≤ 2.5x | quiet, load 3 | 2026-11-27 |',
    );
    expect(page.startsWith('before\n')).toBe(true);
    expect(page.endsWith('<!-- end of figures -->\nafter\n')).toBe(true);
    expect(page).not.toContain('old');
  });

  it('keeps a line until it is measured again on the same kind of machine', () => {
    const earlier = [figure('validate', [5]), figure('apply', [7])];
    const kept = withFigures(earlier, [figure('validate', [4]), figure('validate', [8], 'busy')]);
    expect(kept.map(({ what, machine, measured }) => [what, machine, measured.median])).toEqual([
      ['validate', 'quiet', 4],
      ['apply', 'quiet', 7],
      ['validate', 'busy', 8],
    ]);
  });

  it('refuses a page without its markers', () => {
    expect(() => withTable('nothing', [])).toThrow('is not in the page');
  });
});
