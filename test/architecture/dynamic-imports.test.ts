import { expect, it } from 'vitest';
import { files, textOf } from './imports.ts';

/** Packages that npm installs beside the bundle (build.mjs). */
const BESIDE_THE_BUNDLE = ['libsql', 'pg', 'pg-boss', 'hucre/xlsx'];

it('only packages beside the bundle are loaded by import(): in the bundle, one that is CommonJS would have no names', () => {
  const found = files.flatMap((file) =>
    [...(textOf.get(file) ?? '').matchAll(/\bimport\('([^'.][^']*)'\)/g)].map(([, name = '']) => name),
  );
  const packages = new Set(found.filter((name) => !name.startsWith('node:')));
  expect([...packages].sort()).toEqual([...BESIDE_THE_BUNDLE].sort());
});
