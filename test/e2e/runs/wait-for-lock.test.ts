import { expect, it, onTestFinished } from 'vitest';
import { openPlace, type Place } from '../support/command.ts';

const SHEET = `phone_number,account,caller_name,street,city,region,postal_code,country
+14155550102,twilio,Harbor Dental,1 Dr Carlton B Goodlett Pl,San Francisco,CA,94102,US
`;

/** A place with a run of Ada that has locked its account, and is stopped there: a stopped process still holds its lock. */
async function withHolder(): Promise<{ readonly place: Place; readonly holder: ReturnType<Place['start']> }> {
  const place = await openPlace({ latencyMs: 200 });
  onTestFinished(() => place.close());
  await place.file('numbers.csv', SHEET);
  await place.file('ada.env', 'E911_OPERATOR=Ada Lovelace\n');
  await place.file('bob.env', 'E911_OPERATOR=Bob\n');
  const holder = place.start(
    'apply',
    'numbers.csv',
    '--yes',
    '--env-file',
    'ada.env',
    '--state',
    'ada',
    '--verbose',
  );
  // Its first call comes after its lock.
  await holder.said(/twilio.*GET/);
  holder.child.kill('SIGSTOP');
  onTestFinished(() => void holder.child.kill('SIGKILL'));
  return { place, holder };
}

const BOB = ['--env-file', 'bob.env', '--state', 'bob'];

it('is refused at once without the option, and is told who holds the account', async () => {
  const { place, holder } = await withHolder();
  const refused = await place.run('apply', 'numbers.csv', '--yes', ...BOB);
  expect(refused.err + refused.out).toMatch(/in use by run \S+ of Ada Lovelace \(pid \d+ on \S+, since /);
  expect(refused.code).toBe(4);
  holder.child.kill('SIGCONT');
  expect((await holder.ended).code).toBe(0);
});

it('waits for the account with it, says for what, and then does its work', async () => {
  const { place, holder } = await withHolder();
  const waiting = place.begin('apply', 'numbers.csv', '--yes', '--wait-for-lock', '5m', ...BOB);
  await expect.poll(waiting.err, { timeout: 30_000 }).toContain('Waits for it');
  holder.child.kill('SIGCONT');
  const waited = await waiting.ended;
  expect(waited.err).toMatch(/in use by run \S+ of Ada Lovelace .* Waits for it, up to 5 min\./s);
  expect(waited.code).toBe(0);
  expect((await holder.ended).code).toBe(0);
  expect((await place.run('runs', '--state', 'bob')).out).toMatch(/apply .* Bob /);
});

it('is refused when the wait is over, and interrupted by Ctrl-C', async () => {
  const { place } = await withHolder();
  const over = await place.run('apply', 'numbers.csv', '--yes', '--wait-for-lock', '1ms', ...BOB);
  expect(over.code).toBe(4);
  const waiting = place.begin('apply', 'numbers.csv', '--yes', '--wait-for-lock', '1h', ...BOB);
  await expect.poll(waiting.err, { timeout: 30_000 }).toContain('Waits for it');
  waiting.signal('SIGINT');
  expect((await waiting.ended).code).toBe(130);
});

it('waits for the end of a run that another process reads and plans, when it is resumed', async () => {
  const { place, holder } = await withHolder();
  const refused = await place.run('resume', '--yes', '--state', 'ada');
  expect(refused).toMatchObject({ code: 4 });
  expect(refused.err).toMatch(/RUN_STILL_GOING.*--wait-for-lock 30m/s);
  const waiting = place.begin('resume', '--yes', '--state', 'ada', '--wait-for-lock', '5m');
  await expect
    .poll(waiting.err, { timeout: 30_000 })
    .toMatch(/is still running in process \d+\. Waits for its end/);
  holder.child.kill('SIGCONT');
  expect((await holder.ended).code).toBe(0);
  const waited = await waiting.ended;
  expect(waited.code).toBe(0);
  // It comes back to the run while it makes its change, whose account it waits for then, or after it.
  expect(waited.out + waited.err).toMatch(/Nothing to resume|Applied 1 of 1/);
  expect(place.effects().filter(({ kind }) => kind === 'associate')).toHaveLength(1);
});
