// biome-ignore-all lint/style/noExcessiveLinesPerFile: older than the limit
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
import { openPlace } from '../e2e/command.ts';
import { findChromium, launch, openWatched, type Watched } from './chromium.ts';
import { NAUGHTY, PAYLOADS } from './payloads.ts';

const chromium = findChromium();
if (chromium === null) {
  process.stderr.write(
    '\n!! No Chromium: the reports are NOT tried in a browser. Install it: apt-get install chromium\n\n',
  );
}

const ROWS = 100_000;
const COLUMNS: NonNullable<PageContent['rows']>['columns'] = [
  { label: 'Row', shape: 'number', isFilter: false },
  { label: 'Number', shape: 'code', isFilter: false },
  { label: 'Account', shape: 'text', isFilter: true },
  { label: 'Result', shape: 'kind', isFilter: true },
  { label: 'What and why', shape: 'text', isFilter: false },
  { label: 'Address before', shape: 'before', isFilter: false },
  { label: 'Address after', shape: 'after', isFilter: false },
  { label: 'Note', shape: 'detail', isFilter: false },
];

function* rows(): Generator<readonly string[]> {
  for (let index = 0; index < ROWS; index++) {
    const result = index % 1_000 === 0 ? 'failed' : 'applied';
    const number = `+1415${String(index).padStart(7, '0')}`;
    const account = index % 3 === 0 ? 'hq' : 'branch';
    const city = index === 77_777 ? 'Montréal' : 'Boise';
    yield [
      String(index + 2),
      number,
      account,
      result,
      'assign',
      '',
      `${index} Main St, ${city}`,
      `note ${index}`,
    ];
  }
}

/** Each row has one naughty text in every cell, those that are chosen from and drawn in colours too. */
function* naughtyRows(): Generator<readonly string[]> {
  for (const [index, text] of NAUGHTY.entries()) {
    const chosen = PAYLOADS[index % PAYLOADS.length] ?? '';
    yield [String(index + 2), text, chosen, text, text, text, `${text} 2`, text];
  }
}

function content(text: string, list: Iterable<readonly string[]>): PageContent {
  const labels = [text, 'second'];
  return {
    kind: text,
    title: text,
    tone: 'good',
    headline: text,
    figures: [{ label: text, value: text, tone: 'good' }],
    notices: [{ tone: 'bad', title: text, lines: labels }],
    next: [{ text, command: text }],
    chart: {
      title: text,
      kinds: RESULT_KINDS,
      accounts: [{ name: text, note: text, counts: { applied: 3 } }],
    },
    tables: [{ title: text, note: text, columns: [{ label: text, isNumber: false }], rows: [[text]] }],
    timeline: {
      seconds: [0, 1, 2, 3].map((second) => ({
        account: text,
        second: 1_700_000_000 + second,
        calls: second,
      })),
      pauses: [{ account: text, fromMs: 1_700_000_001_000, untilMs: 1_700_000_002_000 }],
      limits: [{ account: text, perSecond: 5 }],
    },
    problems: Array.from({ length: 12 }, (_, index) => ({
      code: `${text}${index}`,
      severity: 'error' as const,
      message: text,
      hint: text,
      count: 2,
      examplesLabel: text,
      examples: labels,
    })),
    rows: { title: text, columns: COLUMNS, kinds: RESULT_KINDS, rows: list, file: text },
    facts: [{ label: text, value: text }],
    files: [{ name: text, sha256: text }],
    operator: text,
    footer: text,
  };
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

  it('has a name for every control, and colours that can be told apart in light and dark', async () => {
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

/** Pairs of text and ground with less than 4.5:1 (WCAG 2.2, 1.4.3). Runs in the page. */
function weakColors(): string[] {
  const style = getComputedStyle(document.documentElement);
  const luminance = (name: string): number => {
    const hex = style
      .getPropertyValue(name)
      .trim()
      .replace(/^#(.)(.)(.)$/, '#$1$1$2$2$3$3');
    const [r = 0, g = 0, b = 0] = [1, 3, 5]
      .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const tones = ['good', 'planned', 'waiting', 'attention', 'bad', 'quiet'];
  const pairs = [
    ...['--ink', '--muted', ...tones.map((tone) => `--${tone}`)].flatMap((text) => [
      [text, '--page'],
      [text, '--surface'],
    ]),
    ...tones.map((tone) => [`--${tone}`, `--${tone}-soft`]),
  ];
  return pairs.flatMap(([text = '', ground = '']) => {
    const [high = 0, low = 0] = [luminance(text), luminance(ground)].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05);
    return ratio >= 4.5 ? [] : [`${text} on ${ground}: ${ratio.toFixed(2)}`];
  });
}
