import { expect, it } from 'vitest';
import { IncompleteListError } from '../../../src/errors/app-error.ts';
import { type GuardedPage, guardPages } from '../../../src/providers/kit/page-guard.ts';

const incomplete = (why: string) => new IncompleteListError(why, { code: 'X', hint: '' });

/** How many pages are taken before the list is refused, and why; null when it is not. */
function taken(pageAt: (index: number) => GuardedPage, limits = {}, most = 25_000) {
  const guard = guardPages({ pageSize: 100, incomplete, ...limits });
  for (let index = 1; index <= most; index += 1) {
    try {
      guard(pageAt(index));
    } catch (error) {
      return { pages: index, why: (error as Error).message };
    }
  }
  return null;
}
const ids = (index: number, size: number): string[] =>
  Array.from({ length: size }, (_, at) => `${index}-${at}`);

it.each<[string, (index: number) => GuardedPage, object, number]>([
  ['the same items again', () => ({ ids: ['a'], next: 'x' }), {}, 2],
  ['a next page that was read', (index) => ({ ids: ids(index, 2), next: String(index % 3) }), {}, 4],
  ['the first page again', (index) => ({ ids: ids(index, 2), next: '1' }), { first: '1' }, 1],
  ['an empty page', (index) => ({ ids: [], next: String(index) }), {}, 1],
  ['empty pages that may come', (index) => ({ ids: [], next: String(index) }), { mostEmpty: 3 }, 4],
  ['pages with hardly an item', (index) => ({ ids: ids(index, 2), next: String(index) }), {}, 51],
  ['more than the total', (index) => ({ ids: ids(index, 100), next: String(index), total: 250 }), {}, 3],
  ['a total that shrinks', (index) => ({ ids: ids(index, 1), next: String(index), total: 9 - index }), {}, 2],
  ['far more than was held', (index) => ({ ids: ids(index, 100), next: String(index) }), { held: 50 }, 103],
  ['more than any account holds', (index) => ({ ids: ids(index, 100), next: String(index) }), {}, 20_001],
])('refuses %s', (_what, pageAt, limits, pages) => {
  expect(taken(pageAt, limits)).toMatchObject({ pages });
});

it('refuses an end before the total, and takes a list that comes to its end', () => {
  expect(taken(() => ({ ids: ['a'], next: '', total: 2 }), {}, 1)).toMatchObject({
    why: 'it counts 2 and gave 1',
  });
  expect(
    taken((index) => ({ ids: ids(index, 100), next: index < 9 ? `${index}` : '', total: 900 }), {}, 9),
  ).toBeNull();
});
