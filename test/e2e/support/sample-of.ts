/**
 * The cases of a table that `npm test` walks, by their places in it; `npm run test:all` walks every one. For tables whose
 * rows prove one thing in several variants, so that the whole stays quick enough to be run before every commit.
 */
export function sampleOf<T>(cases: readonly T[], places: readonly number[]): readonly T[] {
  return process.env['E911_TESTS'] === 'all' ? cases : cases.filter((_, place) => places.includes(place));
}
