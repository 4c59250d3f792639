import type { OutFolder, WrittenFile } from '../out-folder.ts';
import type { PageContent, PageData, RowTable } from './page-content.ts';
import { pageFrame } from './page-template.ts';
import { writeRowData } from './row-data.ts';
import { scriptJson } from './script-json.ts';
import { timelineData } from './timeline-data.ts';

/**
 * Writes report.html: one file that calls no network. The page's own script fills it from the data, as text only, under a
 * content-security policy that lets only the page's style and script take effect. Rows are written as they are read, so
 * memory does not grow with them.
 * @throws UsageError, AppError as `OutFolder.writeFile` does.
 */
export async function writePage(out: OutFolder, page: PageContent): Promise<WrittenFile> {
  const { rows, timeline, title, headline } = page;
  const frame = await pageFrame({
    title,
    headline,
    withoutScripts: rows === null ? '' : ` The rows are in ${rows.file}, too.`,
  });
  const data: PageData = {
    ...page,
    timeline: timeline === null ? null : timelineData(timeline),
    rows: rows === null ? null : withoutRows(rows),
  };
  return out.writeFile('report.html', async (write) => {
    await write(
      `${frame.before}<script type="application/json" id="page-data">${scriptJson(data)}</script>\n`,
    );
    if (rows !== null) await writeRowData(write, rows.rows);
    await write(frame.after);
  });
}

function withoutRows({ title, columns, kinds, file }: RowTable): NonNullable<PageData['rows']> {
  return { title, columns, kinds, file };
}
