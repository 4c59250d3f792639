import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

interface Print {
  readonly pages: readonly number[];
  readonly dotsPerInch: number;
  /** In pixels; what is shown of each page, without its margin. */
  readonly window?: { readonly width: number; readonly height: number; readonly margin: number };
  /** `row`: side by side. */
  readonly direction: 'row' | 'column';
}

/** Pages of a PDF, as a page. Needs poppler (`pdftoppm`). */
export async function printPage(
  pdf: Buffer,
  { pages, dotsPerInch, window, direction }: Print,
): Promise<string> {
  const dir = await mkdtemp(path.join(tmpdir(), 'e911-print-'));
  try {
    const file = path.join(dir, 'paper.pdf');
    await writeFile(file, pdf);
    const images = [];
    for (const page of pages) {
      const [name, at] = [path.join(dir, `page-${page}`), String(page)];
      const resolution = String(dotsPerInch);
      execFileSync('pdftoppm', ['-r', resolution, '-f', at, '-l', at, '-png', '-singlefile', file, name]);
      const picture = (await readFile(`${name}.png`)).toString('base64');
      const { width = 0, height = 0, margin = 0 } = window ?? {};
      const size = window === undefined ? '' : `width:${width}px;height:${height}px;overflow:hidden`;
      const image = `<img style="display:block;margin:-${margin}px" src="data:image/png;base64,${picture}">`;
      images.push(`<div style="${size}">${image}</div>`);
    }
    const style = `display:inline-flex;flex-direction:${direction};gap:10px;padding:10px;background:#9a9a9a`;
    return `<main style="${style}">${images.join('')}</main>`;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** A workbook as LibreOffice prints it (`soffice`). */
export async function bookAsPdf(workbook: string): Promise<Buffer> {
  const dir = await mkdtemp(path.join(tmpdir(), 'e911-book-'));
  try {
    const profile = `-env:UserInstallation=${pathToFileURL(path.join(dir, 'profile'))}`;
    execFileSync('soffice', [profile, '--headless', '--convert-to', 'pdf', '--outdir', dir, workbook]);
    return await readFile(path.join(dir, `${path.basename(workbook, '.xlsx')}.pdf`));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
