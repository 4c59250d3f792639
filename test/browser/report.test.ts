/// <reference lib="dom" />
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PageContent } from '../../src/report/html/page-content.ts';
import { RESULT_KINDS } from '../../src/report/html/result-kinds.ts';
import { writePage } from '../../src/report/html/write-page.ts';
import { openOutFolder } from '../../src/report/out-folder.ts';
import { findChromium, launch, openWatched, type Watched } from './chromium.ts';
import { content, ROWS, rows } from './made-page.ts';
import { weakColors } from './weak-colors.ts';

const chromium = findChromium();
if (chromium === null) {
  process.stderr.write(
    '\n!! No Chromium: the reports are NOT tried in a browser. Install it: apt-get install chromium\n\n',
  );
}

describe.skipIf(chromium === null)('a report in a browser', () => {
  let dir: string;
  let browser: Browser;
  let big: Watched;
  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'e911-browser-'));
    browser = await launch(chromium ?? '');
    big = await openWatched(browser, await report('big', content('Run', rows())));
  });
  afterAll(async () => {
    await browser?.close();
    await rm(dir, { recursive: true, force: true });
  });
  beforeEach(() => search('', '100,000 rows'));
  afterEach(() => {
    expect(big.complaints).toEqual([]);
    expect(big.requests).toEqual([]);
  });

  async function report(name: string, page: PageContent): Promise<string> {
    const out = await openOutFolder(path.join(dir, name));
    await writePage(out, page);
    return path.join(out.path, 'report.html');
  }

  const found = (): Promise<string> => big.page.locator('.found').innerText();
  const firstCell = (column: number): Promise<string> =>
    big.page.locator('.list-view .list-row').first().locator('.cell').nth(column).innerText();
  async function search(text: string, expected: string): Promise<void> {
    await big.page.getByRole('searchbox').fill(text);
    await expect.poll(found, { timeout: 20_000 }).toBe(expected);
  }

  it('lists 100,000 rows with a few dozen elements', async () => {
    expect(await found()).toBe('100,000 rows');
    expect(await big.page.getByRole('table', { name: 'Rows' }).getAttribute('aria-rowcount')).toBe('100001');
    expect(await big.page.locator('.list-view .list-row').count()).toBeLessThan(60);
  });

  it('searches all of them: words in any order, without accents, numbers however they are written', async () => {
    await search('boise +14150099998', '1 of 100,000 rows');
    await search('no such thing', '0 of 100,000 rows');
    await search('montreal', '1 of 100,000 rows');
    expect(await firstCell(0)).toBe('77779');
    await search('no such thing', '0 of 100,000 rows');
    await search('(415) 007-7777', '1 of 100,000 rows');
    expect(await firstCell(0)).toBe('77779');
    await search('no such thing', '0 of 100,000 rows');
    expect(await big.page.locator('.none').isVisible()).toBe(true);
  });

  it('filters by result and by value', async () => {
    const failed = big.page.getByRole('button', { name: /^failed/ });
    await failed.click();
    expect(await found()).toBe('100 of 100,000 rows');
    await big.page.getByLabel('Account').selectOption('hq');
    expect(await found()).toBe('34 of 100,000 rows');
    expect(await failed.getAttribute('aria-pressed')).toBe('true');
    await big.page.getByLabel('Account').selectOption('');
    await failed.click();
    expect(await found()).toBe('100,000 rows');
  });

  it('sorts up, down, and back into the order of the sheet', async () => {
    const head = big.page.getByRole('columnheader', { name: 'Result' });
    await head.getByRole('button').click();
    expect([await head.getAttribute('aria-sort'), await firstCell(0)]).toEqual(['ascending', '3']);
    await head.getByRole('button').click();
    expect([await head.getAttribute('aria-sort'), await firstCell(3)]).toEqual(['descending', 'failed']);
    await head.getByRole('button').click();
    expect([await head.getAttribute('aria-sort'), await firstCell(0)]).toEqual(['none', '2']);
  });

  it('is used with the keyboard: to the last row, opened, moved on, closed', async () => {
    const { page } = big;
    await page.locator('.list-view .list-row').first().focus();
    await page.keyboard.press('End');
    const focused = page.locator('.list-row:focus');
    expect(await focused.locator('.cell').first().innerText()).toBe(String(ROWS + 1));
    expect(await focused.isVisible()).toBe(true);
    await page.keyboard.press('Enter');
    const sheet = page.getByRole('dialog');
    expect(await sheet.innerText()).toContain('note 99999');
    await page.keyboard.press('ArrowUp');
    expect(await sheet.innerText()).toContain('note 99998');
    await page.keyboard.press('Escape');
    expect(await sheet.isVisible()).toBe(false);
    // The browser first gives the focus back to the row that was opened; the page moves it on in a task of its own.
    await expect.poll(() => focused.locator('.cell').first().innerText()).toBe(String(ROWS));
    await page.keyboard.press('Home');
  });

  it('prints the rows that are listed, charts and all, with everything opened', async () => {
    const count = [...rows()].filter((cells) => cells.join(' ').includes('4242')).length;
    await search('note 4242', `${count} of 100,000 rows`);
    const pdf = await big.page.pdf({ format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    await big.page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    await big.page.emulateMedia({ media: 'print' });
    expect(await big.page.locator('.print-rows tbody tr').count()).toBe(count);
    expect(await big.page.locator('.printed .note').innerText()).toBe(
      `${count} of 100,000 rows, as filtered.`,
    );
    expect(await big.page.locator('.drawing').isVisible()).toBe(true);
    expect(await big.page.locator('.controls').isVisible()).toBe(false);
    expect(await big.page.locator('details[open] .problems li').count()).toBe(4);
    await big.page.emulateMedia({ media: 'screen' });
    await big.page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    expect(await big.page.locator('.print-rows').count()).toBe(0);
  });

  it('fits a telephone held upright: no sideways scrolling, number, result and address in each row', async () => {
    const { page } = big;
    await page.setViewportSize({ width: 390, height: 800 });
    const widths = (): Promise<number[]> =>
      page.evaluate(() =>
        ['html', '.list', '.files'].map((name) => document.querySelector(name)?.scrollWidth ?? -1),
      );
    await expect.poll(async () => (await widths()).every((width) => width > 0 && width <= 390)).toBe(true);
    const row = page.locator('.list-view .list-row').first();
    for (const shape of ['code', 'kind', 'before']) {
      const box = await row.locator(`.shape-${shape}`).boundingBox();
      expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 0) <= 390, shape).toBe(true);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  it('shows wide tables on a telephone as lines with the names of their columns, nothing to scroll sideways', async () => {
    const long = 'headquarters-of-the-western-region-and-its-branches';
    const labels = [
      'Account',
      'Provider',
      'Rows',
      'Pages read',
      'Total stated by the provider',
      'Read to the end',
    ];
    const table = (count: number) => ({
      title: `${count} columns`,
      note: '',
      columns: labels.slice(0, count).map((label, index) => ({ label, isNumber: index > 1 })),
      rows: [long, 'other'].map((name) => [
        name,
        'Bandwidth (endpoints)',
        '1,234',
        '12',
        'not stated',
        'yes',
      ]),
    });
    const counts = { applied: 12_345, unchanged: 23_456, failed: 3, needs_review: 4_567, skipped: 5_678 };
    const page = {
      ...content('wide', []),
      tables: [2, 3, 4, 6].map(table),
      chart: { title: 'chart', kinds: RESULT_KINDS, accounts: [{ name: long, note: 'Bandwidth', counts }] },
    };
    const opened = await openWatched(browser, await report('wide', page));
    for (const width of [390, 320]) {
      await opened.page.setViewportSize({ width, height: 800 });
      const tooWide = await opened.page.evaluate(() =>
        [document.documentElement, ...document.querySelectorAll('main *')]
          .filter((one) => one.scrollWidth > Math.max(one.clientWidth, 1) + 1 && one.clientWidth > 0)
          .map((one) => `${one.tagName}.${one.className}`),
      );
      expect(tooWide).toEqual([]);
    }
    const cell = opened.page.locator('td[data-label="Pages read"]').last();
    expect(await cell.evaluate((one) => getComputedStyle(one, '::before').content)).toContain('Pages read');
    await opened.page.setViewportSize({ width: 1280, height: 800 });
    expect(await cell.evaluate((one) => getComputedStyle(one, '::before').content)).toBe('none');
    await opened.page.close();
  });

  it('links the files beside it, by name alone', async () => {
    const { page } = await openWatched(browser, await report('links', content('javascript:hacked()', [])));
    const targets = await page
      .locator('a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    expect(targets).toEqual(['./javascript%3Ahacked()', './javascript%3Ahacked()']);
  });

  it('prints 968 rows on at most 30 pages, numbered, each with its header, and a block to sign', async () => {
    const list = [...rows()].slice(0, 968);
    const { page } = await openWatched(browser, await report('paper', content('paper', list)));
    const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
    const pages = pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g)?.length ?? 0;
    expect(pages).toBeGreaterThan(5);
    expect(pages).toBeLessThanOrEqual(30);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.signature').innerText()).toMatch(
      /Prepared by\s+paper\s+Name\s+Signature\s+Date/,
    );
    const footer = await page.evaluate(() =>
      getComputedStyle(document.documentElement).getPropertyValue('--page-footer'),
    );
    expect(footer).toBe('"paper"');
  });

  it('draws the run over time', async () => {
    expect(await big.page.locator('.drawing .rate').count()).toBe(1);
    const widthOf = async (): Promise<string | null> => big.page.locator('.drawing').getAttribute('viewBox');
    const wide = await widthOf();
    await big.page.setViewportSize({ width: 700, height: 900 });
    await expect.poll(widthOf).not.toBe(wide);
    await big.page.setViewportSize({ width: 1280, height: 900 });
    await expect.poll(widthOf).toBe(wide);
    await big.page.locator('.plot').hover({ position: { x: 500, y: 40 } });
    expect(await big.page.locator('output').innerText()).toMatch(/UTC: \d\.\d calls per second/);
  });

  it('has a name for every control, and colors that can be told apart in light and dark', async () => {
    const nameless = await big.page.evaluate(
      () =>
        [...document.querySelectorAll<HTMLElement>('button, input, select')].filter(
          (control) =>
            (control.getAttribute('aria-label') ?? control.textContent ?? '') === '' &&
            control.closest('label') === null,
        ).length,
    );
    expect(nameless).toBe(0);
    for (const colorScheme of ['light', 'dark'] as const) {
      await big.page.emulateMedia({ colorScheme });
      const weak = await big.page.evaluate(weakColors);
      expect(weak, colorScheme).toEqual([]);
    }
    await big.page.emulateMedia({ colorScheme: 'light' });
  });
});
