/// <reference lib="dom" />
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PageContent } from '../../src/report/html/page-content.ts';
import { writePage } from '../../src/report/html/write-page.ts';
import { openOutFolder } from '../../src/report/out-folder.ts';
import { openPlace } from '../e2e/support/command.ts';
import { findChromium, launch, openWatched, type Watched } from './chromium.ts';
import { content, naughtyRows } from './made-page.ts';
import { NAUGHTY, PAYLOADS } from './payloads.ts';

const chromium = findChromium();
if (chromium === null) {
  process.stderr.write(
    '\n!! No Chromium: the reports are NOT tried in a browser. Install it: apt-get install chromium\n\n',
  );
}

describe.skipIf(chromium === null)('a report of naughty texts', () => {
  let dir: string;
  let browser: Browser;
  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'e911-browser-'));
    browser = await launch(chromium ?? '');
  });
  afterAll(async () => {
    await browser?.close();
    await rm(dir, { recursive: true, force: true });
  });

  async function report(name: string, page: PageContent): Promise<string> {
    const out = await openOutFolder(path.join(dir, name));
    await writePage(out, page);
    return path.join(out.path, 'report.html');
  }

  it('makes no markup of any text, in any cell and any place of the page', async () => {
    const naughty = PAYLOADS.slice(0, 12).join(' ');
    const plain = await openWatched(browser, await report('plain', content('plain', [...naughtyRows()])));
    const bad = await openWatched(browser, await report('naughty', content(naughty, naughtyRows())));
    for (const { page } of [plain, bad]) {
      await page.locator('.list-view .list-row').first().waitFor();
      const tags = 'img, iframe, object, embed, base, form, link, video, audio, meta[http-equiv="refresh"]';
      expect(await page.locator(tags).count()).toBe(0);
      const evil = await page.evaluate(() =>
        [...document.querySelectorAll('*')]
          .flatMap((element) => [...element.attributes])
          .filter(({ name, value }) => name.startsWith('on') || /^\s*javascript:/i.test(value))
          .map(({ name }) => name),
      );
      expect(evil).toEqual([]);
      expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    }
    // The rows are the same and the texts around them are not: so nothing of those became an element.
    const tags = ({ page }: Watched): Promise<number> =>
      page.evaluate(() => document.querySelectorAll('*').length);
    expect(await tags(bad)).toBe(await tags(plain));
    expect(await bad.page.title()).toBe(naughty.replace(/\s+/g, ' ').trim());
    expect(await bad.page.locator('h1').textContent()).toBe(naughty);
    for (const { complaints, requests } of [plain, bad]) expect([complaints, requests]).toEqual([[], []]);
  });

  it('shows each naughty text as it is, in the list and in the opened row', async () => {
    const { page, complaints } = await openWatched(
      browser,
      await report('texts', content('x', naughtyRows())),
    );
    await page.locator('.list-view .list-row').first().click();
    const shown = await page.evaluate((count) => {
      const sheet = document.querySelector('dialog');
      const noteOf = (): string | null | undefined =>
        [...(sheet?.querySelectorAll('dl > div') ?? [])]
          .find((fact) => fact.querySelector('dt')?.textContent === 'Note')
          ?.querySelector('dd')?.textContent;
      return Array.from({ length: count }, () => {
        const note = noteOf();
        sheet?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown' }));
        return note;
      });
    }, NAUGHTY.length);
    expect(shown).toEqual(NAUGHTY);
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    expect(complaints).toEqual([]);
  });

  it('shows a sheet of naughty cells, imported by the command itself', async () => {
    const place = await openPlace();
    try {
      const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
      const line = (text: string, index: number): string =>
        [`+1415555${String(100 + index).padStart(4, '0')}`, '', ...Array(8).fill(quoted(text))].join(',');
      const header = 'phone_number,action,reference,caller_name,street,unit,city,region,postal_code,note';
      await place.file(
        'n.csv',
        `${header}\n+14155550104,,r,City Desk,202 C St,,San Diego,CA,92101,x\n${PAYLOADS.map(line).join('\n')}\n`,
      );
      await place.run('plan', 'n.csv', '--out', 'plan', '--max-errors', '100%');
      const { page, complaints, requests } = await openWatched(
        browser,
        path.join(place.dir, 'plan', 'report.html'),
      );
      expect(await page.locator('.found').innerText()).toBe(`${PAYLOADS.length + 1} rows`);
      expect(await page.locator('img, iframe, base, link, meta[http-equiv="refresh"]').count()).toBe(0);
      expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
      expect([complaints, requests]).toEqual([[], []]);
    } finally {
      await place.close();
    }
  });

  it('runs no script and sends no request but its own, whatever the sheet holds', async () => {
    const { page } = await openWatched(browser, await report('policy', content('x', [])));
    const failed = page.waitForEvent('requestfailed');
    const refused = await page.evaluate(async () => {
      const violation = new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
      });
      let thrown = '';
      try {
        document.body.innerHTML = '<p>x</p>';
      } catch (error) {
        thrown = String(error);
      }
      document.body.append(Object.assign(new Image(), { src: 'http://127.0.0.1:9/x.png' }));
      return [thrown, await violation];
    });
    expect(refused[0]).toContain('TrustedHTML');
    expect(['require-trusted-types-for', 'img-src']).toContain(refused[1]);
    expect((await failed).failure()?.errorText).toBe('csp');
  });
});
