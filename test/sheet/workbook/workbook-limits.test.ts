import { describe, expect, it } from 'vitest';
import { PLAIN, workbookReader } from './workbook-reader.ts';
import { makeWorkbook, textRow, worksheetXml } from './zip-maker.ts';

const { read, refusal } = workbookReader();

const MB = 1024 * 1024;
describe('a workbook is read up to its limits', () => {
  const plain = makeWorkbook(PLAIN);
  it('beyond the size that was named, and read up to it', async () => {
    const large = makeWorkbook({
      sheets: { A: worksheetXml(`${textRow(1, ['phone'])}${textRow(2, ['1'])}${' '.repeat(20 * MB)}`) },
    });
    expect((await refusal(large)).code).toBe('SHEET_WORKBOOK_TOO_LARGE');
    expect((await refusal(large, { maxXlsxMb: 10 })).code).toBe('SHEET_WORKBOOK_TOO_LARGE');
    expect((await read(large, { maxXlsxMb: 30 })).rows).toHaveLength(1);
  });

  it('with options of another kind of file, as a text is', async () => {
    expect((await refusal(plain, { delimiter: ';' })).code).toBe('SHEET_OPTION_UNFIT');
    expect((await refusal(plain, { encoding: 'utf-8' })).message).toContain('--encoding');
    expect((await refusal(Buffer.from('phone\n1\n'), { worksheet: 'A' })).code).toBe('SHEET_OPTION_UNFIT');
    expect((await refusal(Buffer.from('phone\n1\n'), { includeHidden: true })).code).toBe(
      'SHEET_OPTION_UNFIT',
    );
  });

  it('wherever it is cut', async () => {
    for (let length = 5; length < plain.length; length += 97) {
      expect((await refusal(plain.subarray(0, length))).code).toMatch(/^SHEET_/);
    }
  });
});
