import path from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { csv } from '../support/command.ts';
import { pageAt, pageUrlIn, type ReviewPage } from '../support/review-page.ts';
import { type Desk, openTeam } from './team.ts';

/** Two places that the carrier writes otherwise, one that is fine. */
const SHEET = `phone_number,action,account,reference,caller_name,street,unit,city,region,postal_code,country
+14045550102,assign,sinch,S-1,Example Kiosk,100 Larkin Street,,San Francisco,CA,94102,US
+14045550100,assign,sinch,S-2,Example Kiosk,645 Harison Street,,San Francisco,CA,94105,US
+14155550101,assign,twilio,T-1,Harbor Dental,200 N SPRING ST,,LOS ANGELES,CA,90012,US
`;

async function openPage(
  desk: Desk,
  run: string,
): Promise<ReviewPage & { ended: Promise<{ code: number | null }> }> {
  const begun = desk.begin('review', run, '--no-open');
  onTestFinished(() => begun.signal('SIGINT'));
  await vi.waitUntil(() => pageUrlIn(begun.err()), { timeout: 30_000 });
  return { ...pageAt(pageUrlIn(begun.err()) ?? ''), ended: begun.ended };
}

it('reviews a plan that another operator made at another machine, and sees what a third one decides', async () => {
  const { place, desk } = await openTeam({ scale: 0 });
  const [ada, bob, eve] = [await desk('Ada'), await desk('Bob'), await desk('Eve')];
  await ada.file('numbers.csv', SHEET);
  await ada.run('plan', 'numbers.csv', '--max-errors', '100%');
  const [planned = ''] = await ada.runs();
  await ada.away();

  const [first, second] = [await openPage(bob, planned), await openPage(eve, planned)];
  expect((await first.content()).rows.map(({ number }) => number)).toEqual(['+14045550102', '+14045550100']);
  await first.decide(1, 'accept');
  expect((await second.content()).decisions).toMatchObject([{ position: 1, verdict: 'accept' }]);
  const late = await second.post('decide', {
    verdict: 'leave-out',
    rows: [{ position: 1, seen: 0 }],
    by: 'eve',
  });
  expect(await late.json()).toMatchObject({ overtaken: [1], decisions: [{ verdict: 'accept' }] });
  await second.decide(2, 'leave-out');

  const signed = await first.sign('Bob', 'ticket 7');
  expect((await first.ended).code).toBe(0);
  expect(await bob.run('apply', signed.plan, '--yes', '--wait', '5m')).toMatchObject({ code: 0 });
  const applied = (await bob.runs()).at(-1) ?? '';
  const results = await csv(path.join(bob.dir, 'e911-runs', applied, 'results.csv'));
  expect(results.map((row) => [row['result'], row['approved_by']])).toEqual([
    ['applied', 'kim'],
    ['skipped', 'kim'],
    ['applied', ''],
  ]);
  expect(place.effects().filter(({ kind }) => kind === 'associate')).toHaveLength(2);
});
