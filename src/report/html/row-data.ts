import type { WriteText } from '../out-folder.ts';
import { html, type Markup, scriptJson } from './markup.ts';
import type { RowTable } from './page-content.ts';

// A script element with so many rows is quickly parsed, and its text is let go before the next one is looked at.
const ROWS_EACH = 2_000;

/** The place where the rows are listed; without scripts it says where else they stand. */
export function rowsSection(table: RowTable): Markup {
  return html`<section class="block rows" id="rows" aria-labelledby="rows-title"><h2 id="rows-title">${table.title}</h2>
<noscript><p class="note">The list of rows needs scripts. The same rows are in ${table.file}.</p></noscript>
</section>
`;
}

/**
 * Writes the rows as JSON in script elements that are never run. One element holds a bounded number of rows, so that
 * neither this program nor the browser ever holds them all as one text.
 */
export async function writeRowData(write: WriteText, table: RowTable): Promise<void> {
  const { columns, kinds, file } = table;
  await write(
    `<script type="application/json" id="table">${scriptJson({ columns, kinds, file })}</script>\n`,
  );
  let count = 0;
  for await (const cells of table.rows) {
    const isFirst = count % ROWS_EACH === 0;
    const close = count === 0 ? '' : '\n]</script>\n';
    const lead = isFirst ? `${close}<script type="application/json" class="row-data">[\n` : ',\n';
    await write(`${lead}${scriptJson(cells)}`);
    count += 1;
  }
  if (count > 0) await write('\n]</script>\n');
}
