import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { DecideAnswer } from '../../../src/review/exchange.ts';
import { newestResults, newestRun, openPlace, type Place } from '../support/command.ts';
import { pageAt, pageUrlIn } from '../support/review-page.ts';

const SHEET = `phone_number,action,account,reference,caller_name,street,unit,city,region,postal_code,country
+14045550102,assign,sinch,S-1,Example Kiosk,100 Larkin Street,,San Francisco,CA,94102,US
+14045550101,assign,sinch,S-2,Example Kiosk,9999 Nowhere Rd,,San Francisco,CA,94105,US
+14045550100,assign,sinch,S-3,Example Kiosk,645 Harison Street,,San Francisco,CA,94105,US
+14165550100,assign,sinch,S-4,Example Kiosk,Main St,,Boise,ID,83702,US
+14155550101,assign,twilio,T-1,Harbor Dental,200 N SPRING ST,,LOS ANGELES,CA,90012,US
`;
// Its documented gap of 30 minutes is longer than the plan allows.
const LONG_GAP = '+14155550100,assign,twilio,T-2,Harbor Dental,202 C ST,,SAN DIEGO,CA,92101,US\n';
const PLACE = {
  street: '200 N Spring St',
  unit: '',
  city: 'Los Angeles',
  region: 'CA',
  postalCode: '90012',
  country: 'US',
};

describe('a review', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace({ scale: 0 });
    await place.file('numbers.csv', SHEET);
    await place.run('plan', 'numbers.csv', '--max-errors', '100%');
  });
  afterEach(() => place.close());

  /** A page of its own, as a browser would ask it. */
  async function open(...args: string[]) {
    const begun = place.begin('review', '--no-open', ...args);
    onTestFinished(() => begun.signal('SIGINT'));
    const printed = () => pageUrlIn(begun.err());
    await vi.waitUntil(printed, { timeout: 30_000 });
    return { ...begun, ...pageAt(printed() ?? '') };
  }

  it('decides each row, is signed, and its plan is carried out exactly', async () => {
    const page = await open();
    const { rows, settled } = await page.content();
    expect(rows.map(({ number, question, offers }) => [number, question, offers.length])).toEqual([
      ['+14045550102', 'address', 1],
      ['+14045550101', 'address', 4],
      ['+14045550100', 'address', 4],
      ['+14165550100', 'error', 0],
    ]);
    expect(settled).toBe(1);
    await page.decide(1, 'accept');
    expect((await page.decide(2, 'accept')).problems).toMatchObject([
      { hint: expect.stringContaining('Choose') },
    ]);
    await page.decide(2, 'accept', { offer: 3 });
    await page.decide(3, 'leave-out');
    const wrong = await page.decide(4, 'edit', { address: { ...PLACE, street: 'PO Box 12' } });
    expect(wrong).toMatchObject({ decisions: [], problems: [{ position: 4, column: 'street' }] });
    await page.decide(4, 'edit', { address: PLACE });

    const signed = await page.sign('Kim', 'ticket 7');
    expect(await page.ended).toMatchObject({
      code: 0,
      out: expect.stringContaining(path.relative(place.dir, signed.plan)),
    });
    expect(JSON.parse(await readFile(signed.plan, 'utf8'))).toMatchObject({
      approval: { approved_by: 'Kim', note: 'ticket 7' },
      operations: [{}, {}, {}, {}],
    });
    const applied = await place.run('apply', signed.plan, '--yes');
    expect(applied).toMatchObject({ code: 0 });
    expect(
      (await newestResults(place)).map((row) => [row['result'], row['approved_by'], row['address_after']]),
    ).toEqual([
      ['applied', 'kim', '100 LARKIN ST, SAN FRANCISCO, CA 94102, US'],
      ['applied', 'kim', '151 3RD ST, SAN FRANCISCO, CA 94103, US'],
      ['skipped', 'kim', ''],
      ['applied', 'kim', '200 N Spring St, Los Angeles, CA 90012, US'],
      ['applied', '', '200 N SPRING ST, LOS ANGELES, CA 90012, US'],
    ]);
    // What was decided is not asked again.
    const effects = place.effects().length;
    await place.run('apply', 'numbers.csv', '--yes', '--max-errors', '100%', '--rows', '2-3');
    expect((await newestResults(place)).slice(0, 2).map((row) => row['result'])).toEqual([
      'unchanged',
      'unchanged',
    ]);
    expect(place.effects()).toHaveLength(effects);
  });

  it('lets one row have a longer gap than the plan allows, where a reviewer accepts it', async () => {
    await place.file('gap.csv', `${SHEET.split('\n')[0]}\n${LONG_GAP}`);
    const planned = await place.run('plan', 'gap.csv', '--max-gap', '10m', '--wait', '2m');
    expect(planned.out).toMatch(/^next: e911 review \S+\n {2}or: fix the rows/m);
    const page = await open();
    expect((await page.content()).rows).toMatchObject([{ question: 'gap', code: 'GAP_TOO_LONG' }]);
    await page.decide(1, 'accept');
    const signed = await page.sign('Kim');
    expect(signed.next).toBe(`e911 apply ${signed.plan} --wait 2m --max-gap 10m`);
    expect((await place.run(...signed.next.split(' ').slice(1), '--yes')).code).toBe(0);
    expect((await newestResults(place)).map((row) => [row['result'], row['approved_by']])).toEqual([
      ['applied', 'kim'],
    ]);
  });

  it('keeps decisions when its process is killed, and refuses what another reviewer decided first', async () => {
    const killed = place.start('review', '--no-open');
    const printed = new Promise<string>((resolve) => {
      let said = '';
      killed.child.stderr?.on('data', (chunk: Buffer) => {
        said += chunk.toString('utf8');
        const url = pageUrlIn(said);
        if (url !== undefined) resolve(url);
      });
    });
    await pageAt(await printed).decide(1, 'accept');
    killed.child.kill('SIGKILL');
    await killed.ended;
    const planned = path.join(await newestRun(place), 'plan.json');
    const [second, third] = await Promise.all([open(), open(planned, '--state', './e911-runs')]);
    expect((await second.content()).decisions).toMatchObject([{ position: 1, verdict: 'accept', by: 'kim' }]);
    await second.decide(2, 'leave-out');
    const late = { verdict: 'keep', rows: [{ position: 2, seen: 0 }], by: 'lee' };
    expect(await (await third.post('decide', late)).json()).toMatchObject({
      overtaken: [2],
      decisions: [{ verdict: 'leave-out', by: 'kim' }],
    });
    await second.post('sign', { by: 'Kim', note: '' });
    expect((await third.post('decide', { ...late, rows: [{ position: 3, seen: 0 }] })).status).toBe(409);
    const again = await third.post('sign', { by: 'Lee', note: '' });
    expect([again.status, await again.text()]).toEqual([409, expect.stringContaining('signed by Kim')]);
    third.signal('SIGINT');
    expect(await third.ended).toMatchObject({
      code: 4,
      out: expect.stringMatching(
        /was signed by Kim at another page: its plan is run (\S+)\. .*\nnext: e911 runs \1 --state \.\/e911-runs\n/,
      ),
    });
  });

  it('decides a site as a whole: all of its numbers get one address, or none is decided', async () => {
    await place.file(
      'site.csv',
      'action,account,old_address,street,city,region,postal_code,country\n' +
        'move-site,bandwidth-orders,"645 Harrison St, STE 200, San Francisco, CA 94105",9999 Nowhere Rd,San Francisco,CA,94105,US\n',
    );
    await place.run('plan', 'site.csv', '--max-errors', '100%', '--force');
    const page = await open();
    const { rows } = await page.content();
    expect(rows.map(({ line, action }) => [line, action])).toEqual(Array(4).fill([2, 'move-site']));
    const decide = async (some: readonly (typeof rows)[number][], verdict: string) => {
      const { decisions } = await page.content();
      const seenOf = (position: number) => decisions.find((each) => each.position === position)?.seq ?? 0;
      const named = some.map(({ position }) => ({ position, seen: seenOf(position) }));
      const address = verdict === 'edit' ? { address: PLACE } : {};
      const answer = await page.post('decide', { verdict, rows: named, by: 'kim', ...address });
      return (await answer.json()) as DecideAnswer;
    };
    const part = { message: expect.stringContaining('a whole site') };
    for (const verdict of ['edit', 'keep', 'accept', 'leave-out', 'undecided']) {
      expect(await decide(rows.slice(1), verdict)).toMatchObject({ problems: [part, part, part] });
    }
    expect((await page.content()).decisions).toEqual([]);
    // One number that somebody else decided first keeps all of them.
    const unseen = rows.map(({ position }, at) => ({ position, seen: at === 3 ? 7 : 0 }));
    const late = await page.post('decide', { verdict: 'edit', rows: unseen, by: 'kim', address: PLACE });
    expect(await late.json()).toMatchObject({
      decisions: [],
      overtaken: rows.map(({ position }) => position),
    });
    expect((await decide(rows, 'edit')).decisions).toHaveLength(4);
    expect((await decide(rows, 'undecided')).problems).toEqual([]);
  });

  it('says of an edited address what the rules and the carrier say, before it is saved', async () => {
    const page = await open();
    const faults = place.sandbox.standIns.find(({ account }) => account === 'sinch')?.faults;
    expect(await page.check(4, PLACE)).toMatchObject({ problems: [], carrier: 'knows' });
    expect(await page.check(4, { ...PLACE, street: 'PO Box 12' })).toMatchObject({
      problems: [{ position: 4, column: 'street' }],
    });
    const near = { ...PLACE, street: '100 Larkin Street', city: 'San Francisco', postalCode: '94102' };
    expect(await page.check(4, near)).toMatchObject({
      problems: [],
      carrier: 'objects',
      offers: [{ street: '100 LARKIN ST' }],
    });
    const nowhere = { ...near, street: '9999 Nowhere Rd', postalCode: '94105' };
    const unknown = await page.check(4, nowhere);
    expect(unknown).toMatchObject({ carrier: 'objects', message: expect.stringContaining('does not find') });
    expect(unknown.offers.length).toBeGreaterThan(1);
    faults?.set([{ do: 'status', status: 403 }]);
    expect(await page.check(4, PLACE)).toMatchObject({
      problems: [],
      carrier: 'unasked',
      message: expect.stringContaining('asked again when you sign'),
    });
    // A check writes neither at the carrier nor in the journal.
    expect(place.effects()).toEqual([]);
    expect((await page.content()).decisions).toEqual([]);
  });

  it('asks no carrier that checks an address only by creating it', async () => {
    await place.file('gap.csv', `${SHEET.split('\n')[0]}\n${LONG_GAP}`);
    await place.run('plan', 'gap.csv', '--max-gap', '10m');
    const page = await open();
    expect(await page.check(1, { ...PLACE, street: '9999 Nowhere Rd' })).toEqual({
      ...{ problems: [], carrier: 'unasked', message: '', offers: [] },
    });
    expect(place.effects()).toEqual([]);
  });

  it('answers its own page alone', async () => {
    const page = await open();
    const origin = new URL(page.url).origin;
    const statuses = await Promise.all([
      fetch(origin).then(({ status }) => status),
      fetch(`${origin}/${'x'.repeat(43)}/content`).then(({ status }) => status),
      page.post('decide', {}, { origin: 'http://example.com' }).then(({ status }) => status),
      page.post('decide', {}, { 'content-type': 'text/plain' }).then(({ status }) => status),
      page.post('decide', { verdict: 'accept' }).then(({ status }) => status),
      fetch(`${page.url}other`).then(({ status }) => status),
    ]);
    expect(statuses).toEqual([403, 403, 403, 415, 400, 404]);
    const html = await fetch(page.url);
    expect(html.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await html.text()).not.toContain('{{');
  });

  it('is refused for what cannot be reviewed', async () => {
    await place.run('export', 'numbers', '--account', 'sinch');
    const exported = path.basename(await newestRun(place));
    expect((await place.run('review', exported, '--no-open')).err).toContain('REVIEW_UNFIT');
    expect((await place.run('review', '20200101-000000000-abcd', '--no-open')).err).toContain('RUN_UNKNOWN');
  });
});
