import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { withTables } from './readme-tables.ts';

it('the tables of the README say what the code says; npm run tables draws them', async () => {
  const page = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  expect(withTables(page)).toBe(page);
});
