import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { openSheet, type SheetOptions } from '../../src/sheet/open-sheet.ts';
import type { SheetRow } from '../../src/sheet/source/sheet-row.ts';

/** A folder for the sheets of a test file, and what writes and reads one in it. */
export function useSheetFolder() {
  let folder = '';
  let files = 0;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sheet-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function save(content: string | Buffer): Promise<string> {
    const path = join(folder, `sheet-${files++}.csv`);
    await writeFile(path, content);
    return path;
  }

  async function read(content: string | Buffer, options?: SheetOptions) {
    const sheet = await openSheet(await save(content), options);
    const rows: SheetRow[] = [];
    for await (const row of sheet.rows()) rows.push(row);
    return { sheet, rows };
  }

  return { folder: () => folder, save, read };
}
