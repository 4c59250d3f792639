import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/cli/process/system-clock.ts';
import type { DecideBody, ReviewContent, ShownDecision } from '../../src/review/exchange.ts';
import { reviewHtml } from '../../src/review/page-html.ts';
import type { Review } from '../../src/review/review.ts';
import type { ReviewRow } from '../../src/review/review-rows.ts';
import { type ReviewServer, serveReview } from '../../src/review/review-server.ts';
import { findChromium, launch } from './chromium.ts';
import { reviewRow as row } from './review-rows.ts';
import { weakColors } from './weak-colors.ts';

const chromium = findChromium();
const ROWS = 10_000;

const EVERY_ROW = Array.from({ length: ROWS }, (_, index) => row(index + 1));

describe.skipIf(chromium === null)('the page of a review', () => {
  let browser: Browser;
  let server: ReviewServer;
  let page: Page;
  let decided: ShownDecision[];
  let bodies: DecideBody[];
  let checked: string[];
  let shown: readonly ReviewRow[];
  const complaints: string[] = [];

  const review: Review = {
    content: async (): Promise<ReviewContent> => ({
      runId: 'run-1',
      sheetName: 'numbers.csv',
      madeAt: '2026-11-26T00:00:00.000Z',
      operator: 'kim',
      settled: 90_000,
      rows: shown,
      decisions: decided,
      signed: null,
    }),
    since: async (seq) => ({ decisions: decided.filter((each) => each.seq > seq), signed: null }),
    check: async ({ address }) => {
      checked.push(address.street);
      const isWrong = address.street === 'PO Box 1';
      const problem = { position: 1, column: 'street', message: 'No PO boxes.', hint: 'Give a street.' };
      if (isWrong) return { problems: [problem], carrier: 'unasked', message: '', offers: [] };
      if (!address.street.startsWith('1 Main Street')) {
        return { problems: [], carrier: 'knows', message: 'The carrier has this address.', offers: [] };
      }
      const offer = { ...address, street: '1 MAIN ST' };
      return {
        problems: [],
        carrier: 'objects',
        message: 'The carrier writes this address differently.',
        offers: [offer],
      };
    },
    decide: async (body) => {
      bodies.push(body);
      const isWrong = body.address?.street === 'PO Box 1';
      const made = body.rows.map(({ position }, index) => {
        const seq = decided.length + index + 1;
        const { verdict, address = null } = body;
        return { seq, position, verdict, address, by: 'kim', at: '2026-11-26T00:00:00.000Z' };
      });
      if (!isWrong) decided.push(...made);
      const problem = { position: 1, column: 'street', message: 'No PO boxes.', hint: 'Give a street.' };
      return { decisions: isWrong ? [] : made, overtaken: [], problems: isWrong ? [problem] : [] };
    },
    sign: async ({ by, note }) => ({
      signed: { by, note, at: '2026-11-26T00:00:00.000Z', planRun: 'run-2' },
      plan: 'runs/run-2/plan.json',
      outcome: 'Plan: 3 changes',
      left: 1,
      next: 'e911 apply runs/run-2/plan.json',
    }),
  };

  beforeAll(async () => {
    browser = await launch(chromium ?? '');
    server = await serveReview(review, await reviewHtml(), { idleMs: 600_000, clock: systemClock });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    expect(complaints).toEqual([]);
  });
  beforeEach(async () => {
    decided = [];
    bodies = [];
    checked = [];
    shown = EVERY_ROW;
    await page?.close();
    page = await browser.newPage({ viewport: { width: 1080, height: 900 } });
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => void dialog.dismiss().then(() => complaints.push('a dialog')));
    await page.goto(server.url);
    await page.locator('.card').first().waitFor();
  });
  const left = (): Promise<string> => page.locator('.left').innerText();
  const focused = (): Promise<string> => page.locator('.card:focus .number').innerText();

  it('is used with the keyboard alone; rows that change in the same way are one decision', async () => {
    expect(await left()).toBe('10,000 rows left');
    await page.keyboard.press('a');
    await expect.poll(left).toBe('3,333 rows left');
    expect(bodies[0]?.rows).toHaveLength(6_667);
    expect(await focused()).toBe('+14155550003');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    expect(await focused()).toBe('+14155550006');
    await page.keyboard.press('x');
    await expect.poll(left).toBe('3,332 rows left');
    await page.keyboard.press('/');
    await page.keyboard.type('s-9999');
    await expect.poll(() => page.locator('.card').count()).toBe(1);
    await page.keyboard.press('Escape');
    await page.keyboard.press('e');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('PO Box 1');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('form.edit').innerText()).toContain('No PO boxes. Give a street.');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('1 Main St');
    await page.keyboard.press('Enter');
    await expect.poll(left).toBe('3,331 rows left');
    expect(bodies.at(-1)).toMatchObject({
      verdict: 'edit',
      address: { street: '1 Main St' },
      rows: [{ position: 9_999 }],
    });
  });

  it('decides a site as one: a new address, and any other decision, is for all of its numbers, found or not', async () => {
    const site = [1, 2, 3].map((position) => ({
      ...row(position),
      line: 2,
      action: 'move-site',
      group: 'site',
    }));
    shown = [...site, row(6)];
    await page.reload();
    await expect.poll(left).toBe('4 rows left');
    await page.keyboard.press('/');
    await page.keyboard.type('move-site 0002');
    await expect.poll(() => page.locator('.card').innerText()).not.toContain('one decision');
    await page.keyboard.press('Escape');
    await page.keyboard.press('e');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('2 Main St');
    await page.keyboard.press('Enter');
    await expect.poll(left).toBe('1 row left');
    expect(bodies.at(-1)?.rows.map(({ position }) => position)).toEqual([1, 2, 3]);
    await page.getByLabel('Which rows').selectOption('decided');
    await page.locator('.card').focus();
    await page.keyboard.press('u');
    await expect.poll(left).toBe('4 rows left');
  });

  it('offers what the carrier has instead of an edited address, and keeps what was typed when it is saved again', async () => {
    const type = async (street: string): Promise<void> => {
      await page.keyboard.press('Control+a');
      await page.keyboard.type(street);
      await page.keyboard.press('Enter');
    };
    const form = page.locator('form.edit');
    await page.keyboard.press('j');
    await page.keyboard.press('e');
    await type('1 Main Street');
    await expect.poll(() => form.innerText()).toContain('The carrier writes this address differently.');
    expect(bodies).toEqual([]);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Shift+Tab');
    await type('1 Main Street East');
    await expect.poll(() => form.innerText()).toContain('Take 1 MAIN ST, San Francisco');
    await page.keyboard.press('Enter');
    await expect.poll(() => bodies.map(({ address }) => address?.street)).toEqual(['1 Main Street East']);
    expect(checked).toEqual(['1 Main Street', '1 Main Street East']);

    await expect.poll(() => form.count()).toBe(0);
    await page.locator('.card').nth(2).focus();
    await page.keyboard.press('e');
    await type('1 Main Street');
    const take = form.getByRole('button', { name: 'Take 1 MAIN ST' });
    await take.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => bodies.at(-1)?.address?.street).toBe('1 MAIN ST');

    await expect.poll(() => form.count()).toBe(0);
    await page.locator('.card').nth(2).focus();
    await page.keyboard.press('e');
    await type('2 Main St');
    await expect.poll(() => page.locator('.said').innerText()).toBe('The carrier has this address.');
  });

  it('shows what another reviewer decides, and takes a decision back', async () => {
    await page.keyboard.press('j');
    decided.push({ seq: 77, position: 3, verdict: 'leave-out', address: null, by: 'lee', at: '' });
    await expect.poll(left, { timeout: 10_000 }).toBe('9,999 rows left');
    await page.getByLabel('Which rows').selectOption('decided');
    await expect.poll(() => page.locator('.card .decided').innerText()).toBe('Left out by lee');
    await page.locator('.card').focus();
    await page.keyboard.press('u');
    await expect
      .poll(() => bodies.at(-1))
      .toMatchObject({ verdict: 'undecided', rows: [{ position: 3, seen: 77 }] });
  });

  it('is signed with a name and a note, and says what to type next', async () => {
    await page.getByLabel('Note').fill('ticket 7');
    await page.getByRole('button', { name: 'Sign and make the plan' }).click();
    const said = page.locator('.signature');
    await expect.poll(() => said.innerText()).toContain('Signed by kim');
    expect(await said.innerText()).toMatch(
      /1 row of the plan still needs a review\.[\s\S]*e911 apply runs\/run-2\/plan\.json/,
    );
  });

  it('fits a telephone, draws as much as is looked at, and has colors that can be told apart', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    expect(await page.locator('.card').count()).toBeLessThan(200);
    await page.mouse.wheel(0, 40_000);
    await expect.poll(() => page.locator('.card').count()).toBeGreaterThan(60);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await page.evaluate(weakColors)).toEqual([]);
    }
  });
});
