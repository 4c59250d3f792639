import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { SHEET_ERRORS } from '../../src/errors/command/sheet-errors.ts';
import { ROW_CODES } from '../../src/errors/row-codes.ts';
import { WORKBOOK_REFUSALS } from '../../src/sheet/workbook/refuse-workbook.ts';

it('the page about sheets names every code that reading one can give, and no other', async () => {
  const page = await readFile(new URL('../../docs/sheets.md', import.meta.url), 'utf8');
  const named = new Set([...page.matchAll(/`((?:SHEET|ROW)_[A-Z0-9_]+)`/g)].map((match) => match[1] ?? ''));
  const ofSheets = Object.values(SHEET_ERRORS).map(({ code }) => code);
  const given = new Set<string>([
    ...Object.keys(ROW_CODES),
    ...Object.keys(WORKBOOK_REFUSALS),
    ...ofSheets.filter((code) => code.startsWith('SHEET_')),
  ]);
  expect([...named].sort()).toEqual([...given].sort());
});
