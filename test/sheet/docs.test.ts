import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { ROW_CODES } from '../../src/errors/row-codes.ts';
import { WORKBOOK_REFUSALS } from '../../src/sheet/workbook/refuse-workbook.ts';

const ROOM = new URL('../../src/sheet/', import.meta.url);

it('the page about sheets names every code that reading one can give, and no other', async () => {
  const page = await readFile(new URL('../../docs/sheets.md', import.meta.url), 'utf8');
  const named = new Set([...page.matchAll(/`((?:SHEET|ROW)_[A-Z0-9_]+)`/g)].map((match) => match[1] ?? ''));
  const given = new Set<string>([...Object.keys(ROW_CODES), ...Object.keys(WORKBOOK_REFUSALS)]);
  for (const file of (await readdir(ROOM, { recursive: true })).filter((name) => name.endsWith('.ts'))) {
    const source = await readFile(new URL(file, ROOM), 'utf8');
    for (const match of source.matchAll(/code: '(SHEET_[A-Z0-9_]+)'/g)) given.add(match[1] ?? '');
  }
  expect([...named].sort()).toEqual([...given].sort());
});
