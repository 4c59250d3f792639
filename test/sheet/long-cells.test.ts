import { expect, it } from 'vitest';
import { placeKey } from '../../src/domain/address/place-key.ts';
import { joinUnits } from '../../src/domain/street/street-split.ts';
import { definitions } from '../../src/providers/registry.ts';
import { CANONICAL_COLUMNS, PIECE_COLUMNS } from '../../src/sheet/columns/columns.ts';
import { mapHeader } from '../../src/sheet/columns/map-header.ts';
import { createRowChecker } from '../../src/sheet/rows/check-row.ts';
import { growthOf, MOST_GROWTH } from '../growth.ts';

/** Texts that a pattern with two ways to match them goes through again from each of their characters. */
const REPEATED = ['. ', '.', ',', '#1 ', 'STE 1, ', '1', '½ ', 'FL 1ST '];
/**
 * Between 12,000 and 24,000 characters the cost takes one step, sixfold as measured, and is in proportion on either side; the longer
 * text has 12,000.
 */
const SMALL = 1_500;

const COLUMNS = [...CANONICAL_COLUMNS, ...PIECE_COLUMNS].filter(
  (column) => !['phone_number', 'account', 'action'].includes(column),
);
const checker = createRowChecker({
  mapping: mapHeader(['phone_number', 'account', ...COLUMNS], 1).mapping,
  accounts: new Map(definitions.map((definition) => [definition.provider + definition.dialect, definition])),
  defaultAccount: undefined,
  defaultCountry: 'US',
});

function textOf(repeated: string, chars: number): string {
  return `${'5 '}${repeated.repeat(chars / repeated.length)}x`;
}

it.each(REPEATED)('a row of long cells of %j costs in proportion to their length', (repeated) => {
  const checked = (chars: number) => {
    const text = textOf(repeated, chars);
    const cells = ['+14155550123', 'twilio', ...COLUMNS.map(() => text)];
    expect(checker.check({ position: 1, line: 2, cells, problems: [] }).request).toBeNull();
  };
  expect(growthOf(checked, SMALL)).toBeLessThan(MOST_GROWTH);
});

it.each(REPEATED)('so does the key of a place and a joined unit of %j', (repeated) => {
  const rest = { parts: null, city: 'Denver', region: 'CO', postalCode: '80202', country: 'US' };
  const keyed = (chars: number) => {
    const text = textOf(repeated, chars);
    placeKey({ ...rest, street: text, unit: text });
    joinUnits(text, `${text} 2`);
  };
  expect(growthOf(keyed, SMALL)).toBeLessThan(MOST_GROWTH);
});
