import type { WriteText } from '../out-folder.ts';
import { packRow } from './packed-rows.ts';
import type { RowTable } from './page-content.ts';
import { scriptJson } from './script-json.ts';

// A script element with so many rows is parsed quickly, and its text is freed before the next one is read.
const ROWS_EACH = 2_000;

/**
 * Writes the rows as JSON in script elements that are never run. One element holds a bounded number of rows, so neither
 * this program nor the browser ever holds them all as one text. What repeats within an element is written once.
 */
export async function writeRowData(write: WriteText, rows: RowTable['rows']): Promise<void> {
  let count = 0;
  let above: readonly string[] = [];
  for await (const cells of rows) {
    const isFirst = count % ROWS_EACH === 0;
    const packed = packRow(cells, isFirst ? [] : above);
    above = cells;
    const close = count === 0 ? '' : '\n]</script>\n';
    const lead = isFirst ? `${close}<script type="application/json" class="row-data">[\n` : ',\n';
    await write(`${lead}${scriptJson(packed)}`);
    count += 1;
  }
  if (count > 0) await write('\n]</script>\n');
}
