import fc, { array, constantFrom, oneof, string } from 'fast-check';
import { expect, it } from 'vitest';
import { isPlaceholder, isPlaceholderByRules } from '../../src/domain/request/placeholder.ts';

const WORDS = (
  'NA N/A n.a. none Null TBD tba unknown UNK XX xxx ZZZ z 0 00 0.0 1 12 -- . # \\N "" enter insert type in your name here address ' +
  'apt APT. Ste suite unit floor fl rm bldg lot test Testing asdf lorem same ditto false nan no city street number caller see notes ' +
  'Office Desk San Francisco 645 Harrison St No None: TBD, (ask Bob) - – Ｎ／Ａ ｔｂｄ é'
).split(' ');

it('answers by the beginning of a text what the rules answer', () => {
  const text = oneof(
    array(constantFrom(...WORDS), { maxLength: 4 }).map((words) => words.join(' ')),
    array(constantFrom(...WORDS, ' ', ',', ':', '/'), { maxLength: 5 }).map((words) => words.join('')),
    string({ unit: 'grapheme', maxLength: 12 }),
    string({ maxLength: 4 }),
  );
  fc.assert(
    fc.property(text, (each) => {
      expect(isPlaceholder(each)).toBe(isPlaceholderByRules(each));
    }),
    { numRuns: 3_000 },
  );
});

it('knows each of the words by its beginning', () => {
  const placeholders =
    'NA|TBD|unknown|xx|ZZZ|Enter name here|your name here|insert street|Apt N/A|type in city|hangar TBD'.split(
      '|',
    );
  expect(placeholders.filter((text) => !isPlaceholder(text))).toEqual([]);
});
