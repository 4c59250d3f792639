import { spawnSync } from 'node:child_process';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { standInOf } from '../e2e/accounts.ts';
import { openPlace, type Place } from '../e2e/support/command.ts';
import { addNumbers, mixedRows, sheetOf } from '../e2e/support/mixed-sheet.ts';
import { alertPage } from './alert-page.ts';
import { findChromium, launch } from './chromium.ts';
import { bookAsPdf, printPage } from './print-page.ts';
import { smallerPng } from './smaller-png.ts';
import { terminalPage } from './terminal-page.ts';

/*
 * `npm run pictures`: a plan, its run and a compliance export over all providers of the sandbox, each as the picture of its
 * report.html that the README shows; the terminal, a review, a phone, paper, and a template in LibreOffice beside them.
 */
const PICTURES = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
const RUNS = path.join(tmpdir(), 'e911');
const ROWS = 320;
const WIDTH = 920;
const HEIGHT = 1_280;
const PHONE = { width: 390, height: 844 };
const MOST_BYTES = 60_000;
const CONFIG = 'e911.config.yaml';
const PACE = '{ requests_per_second: 20, burst: 20, concurrency: 16 }';

/** Rows in which something is wrong or to be decided, so that the reports have something to say. */
const TROUBLE = [
  '+12125550190,,sinch,K-1,Example Kiosk,645 Harrison Street,,San Francisco,CA,94105,US',
  '+12125550191,,sinch,K-2,Example Kiosk,9999 Nowhere Rd,,Chicago,IL,60602,US',
  '+12125550190,,twilio,K-3,Example Kiosk,645 Harrison Street,,San Francisco,CA,94105,US',
  '+12125550191,,vonage,K-4,Example Kiosk,9999 Nowhere Rd,,Chicago,IL,60602,US',
  '+14155550100,,twilio,D-1,Harbor Dental,645 HARRISON ST,STE 200,San Francisco,CA,94105,US',
  '+14155550101,,twilio,D-2,Harbor Dental,200 N SPRING ST,,Los Angeles,CA,90012,US',
  '+14155550102,,twilio,D-3,Harbor Dental,202 C ST,,San Diego,CA,92101,US',
  '+12125550103,remove,twilio,D-4,,,,,,,',
  '+14155550100,,bandwidth,D-5,Harbor Dental,645 HARRISON ST,STE 200,San Francisco,CA,94105,US',
  '+14155550101,,bandwidth,D-6,Harbor Dental,645 HARRISON ST,STE 310,San Francisco,CA,94105,US',
  '+14155550112,,vonage,P-1,Example Office,PO Box 1234,,Boise,ID,83702,US',
  '+14155550113,,vonage,P-2,Example Office,Main St,,Boise,ID,83702,US',
  '1.41556E+10,,twilio,P-3,Example Office,202 C ST,,San Diego,CA,92101,US',
];

/** Rows of which each needs another decision. */
const KIOSKS = [
  'phone_number,account,reference,caller_name,street,unit,city,region,postal_code',
  '+12125550100,sinch,K-1,Example Kiosk,100 Larkin Street,,San Francisco,CA,94102',
  '+12125550101,sinch,K-2,Example Kiosk,645 Harrison Street,STE 200,San Francisco,CA,94105',
  '+12125550102,sinch,K-3,Example Kiosk,151 3rd Street,,San Francisco,CA,94103',
  '+12125550103,sinch,K-4,Example Kiosk,9999 Nowhere Rd,,San Francisco,CA,94105',
  '+14155550100,twilio,D-1,Harbor Dental,200 N SPRING ST,,Los Angeles,CA,90012',
  '+14155550112,vonage,P-1,Example Office,PO Box 1234,,Boise,ID,83702',
];

/** A few changes of each kind. */
const MOVES = [
  'phone_number,action,account,caller_name,street,unit,city,region,postal_code',
  '+14155550102,,twilio,Harbor Dental,700 HARRISON ST,STE 200,San Francisco,CA,94105',
  '+12125550103,remove,twilio,,,,,,',
  '+14155550101,,vonage,Harbor Dental,645 HARRISON ST,STE 310,San Francisco,CA,94105',
  '+14155550104,,twilio,Harbor Dental,200 N SPRING ST,,Los Angeles,CA,90012',
  '+14155550105,,twilio,Harbor Dental,202 C ST,,San Diego,CA,92101',
];

/** The top of a report. */
async function take(browser: Browser, report: string, name: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 1_000 }, colorScheme: 'light' });
  await page.goto(`file://${report}`);
  await page.locator('.list-view .list-row').first().waitFor();
  const whole = await page.locator('html').boundingBox();
  const height = Math.min(HEIGHT, Math.floor(whole?.height ?? HEIGHT));
  await keep(name, await page.screenshot({ fullPage: true, clip: { x: 0, y: 0, width: WIDTH, height } }));
  await page.close();
}

/** Writes a picture, small; a tenth smaller where zopflipng is installed. @throws Error when it is too large for the package */
async function keep(name: string, screenshot: Buffer): Promise<void> {
  const file = path.join(PICTURES, name);
  await writeFile(file, smallerPng(screenshot));
  spawnSync('zopflipng', ['-y', file, file]);
  const { size } = await stat(file);
  if (size > MOST_BYTES) throw new Error(`${name} has ${size} bytes, more than ${MOST_BYTES}`);
  process.stdout.write(`${name}: ${size} bytes\n`);
}

/** The first element of a page of our own. */
async function takeHtml(browser: Browser, html: string, name: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 400 } });
  await page.setContent(html);
  await keep(name, await page.locator('body > *').first().screenshot());
  await page.close();
}

/** The rows of a report on a telephone, and its first page and one of its rows on paper. */
async function takePhoneAndPaper(browser: Browser, report: string): Promise<void> {
  const page = await browser.newPage({ viewport: PHONE, colorScheme: 'light' });
  await page.goto(`file://${report}`);
  const row = page.locator('.list-view .list-row').first();
  await row.waitFor();
  await page.locator('.controls').first().scrollIntoViewIfNeeded();
  await page.evaluate("document.querySelector('.controls').scrollIntoView()");
  await keep('report-phone.png', await page.screenshot());
  const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
  const html = await printPage(pdf, { pages: [1, 4], dotsPerInch: 62, direction: 'row' });
  await takeHtml(browser, html, 'paper.png');
  await page.close();
}

/** A template as LibreOffice shows it: the sheet to fill in, and the worksheet that explains it. */
async function takeTemplate(browser: Browser, place: Place): Promise<void> {
  await e911(place, [0], 'template', 'twilio-assign', '--out', 'numbers.xlsx');
  const pdf = await bookAsPdf(path.join(place.dir, 'numbers.xlsx'));
  const html = await printPage(pdf, {
    pages: [1, 2],
    dotsPerInch: 105,
    window: { width: 1_040, height: 200, margin: 64 },
    direction: 'column',
  });
  await takeHtml(browser, html, 'template.png');
}

/** The page of a review of the newest plan, on a desktop and on a telephone held upright. */
async function takeReview(browser: Browser, place: Place): Promise<void> {
  await place.file('kiosks.csv', `${KIOSKS.join('\n')}\n`);
  await e911(place, [1], 'plan', 'kiosks.csv', '--max-errors', '100%', '--max-gap', '20m');
  const review = place.start('review', '--no-open');
  let said = '';
  review.child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
  });
  await review.said(/http:\/\/\S+\//);
  const url = /http:\/\/\S+/.exec(said)?.[0] ?? '';
  const sizes = {
    'review.png': { width: WIDTH, height: 1_000 },
    'review-phone.png': PHONE,
  };
  for (const [name, viewport] of Object.entries(sizes)) {
    const page = await browser.newPage({ viewport, colorScheme: 'light' });
    await page.goto(url);
    await page.locator('.card').first().waitFor();
    await keep(name, await page.screenshot());
    await page.close();
  }
  review.child.kill('SIGINT');
  await review.ended;
}

/** A plan in a terminal of 80 columns. */
async function takeTerminal(browser: Browser, place: Place): Promise<void> {
  await place.file('moves.csv', `${MOVES.join('\n')}\n`);
  const html = await terminalPage(place, 80, ['plan', 'moves.csv', '--max-remove', '100%']);
  await takeHtml(browser, html, 'terminal.png');
}

async function e911(place: Place, expected: readonly number[], ...args: string[]): Promise<void> {
  const { code, err } = await place.run(...args);
  if (code === null || !expected.includes(code)) {
    throw new Error(`e911 ${args.join(' ')}: exit ${code}\n${err}`);
  }
}

const chromium = findChromium();
if (chromium === null) throw new Error('The pictures need Chromium: apt-get install chromium');
await rm(RUNS, { recursive: true, force: true });
await mkdir(PICTURES, { recursive: true });
const place = await openPlace();
const browser = await launch(chromium);
try {
  const accounts = place.sandbox.standIns.map(({ account }) => account);
  const config = await readFile(path.join(place.dir, CONFIG), 'utf8');
  await place.file(CONFIG, config.replaceAll(/limits: .*$/gm, `limits: ${PACE}`));
  const rows = mixedRows(accounts, ROWS);
  addNumbers(place.sandbox.standIns, rows);
  await place.file('offices.csv', sheetOf([...TROUBLE.map((line) => ({ line })), ...rows]));
  const out = (name: string): string => path.join(RUNS, name);
  await e911(place, [1], 'plan', 'offices.csv', '--out', out('plan'));
  await take(browser, path.join(out('plan'), 'report.html'), 'plan.png');
  await takeTerminal(browser, place);
  await takeReview(browser, place);
  // So that the run has a pause to show.
  const { origin } = standInOf(place, 'twilio');
  const slowDown = [
    { when: { operation: 'create-address', nth: 8 }, do: 'status', status: 429, retryAfter: 2 },
  ];
  await fetch(`${origin}/__sandbox/faults`, { method: 'POST', body: JSON.stringify(slowDown) });
  await e911(place, [1], 'apply', 'offices.csv', '--yes', '--out', out('run'));
  await take(browser, path.join(out('run'), 'report.html'), 'run.png');
  await takePhoneAndPaper(browser, path.join(out('run'), 'report.html'));
  await e911(place, [7], 'export', '--compliance', '--out', out('compliance'));
  await take(browser, path.join(out('compliance'), 'report.html'), 'compliance.png');
  await takeTemplate(browser, place);
  await takeHtml(browser, await alertPage(60), 'alert.png');
} finally {
  await browser.close();
  await place.close();
}
