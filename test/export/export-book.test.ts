import path from 'node:path';
import { expect, it } from 'vitest';
import { exportBook } from '../../src/export/sheet/export-book.ts';
import { openOutFolder } from '../../src/report/out-folder.ts';
import { MOST_BOOK_ROWS } from '../../src/report/xlsx/text-sheet.ts';
import { testFolder } from '../journal/folder.ts';

it('is not made of more rows than a spreadsheet program opens well, and says where they are', async () => {
  const warnings: string[] = [];
  const out = await openOutFolder(path.join(testFolder(), 'set'), { files: [] });
  const book = exportBook({
    kind: 'numbers',
    names: { book: 'live.xlsx', main: 'live.csv' },
    out,
    warn: (text) => warnings.push(text),
  });
  for (let at = 0; at <= MOST_BOOK_ROWS; at++) book?.add([]);
  expect(await book?.write(null)).toBeNull();
  expect(warnings).toEqual([expect.stringContaining('live.csv has them all')]);
});
