import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { paceAccounts, requestsOf, standInOf } from '../accounts.ts';
import { newestResults, openPlace, type Place } from '../support/command.ts';

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.close());

const ADDRESS = 'Harbor Dental,645,Harrison,St,STE 200,San Francisco,CA,94105,US';
const HEADER =
  'phone_number,action,account,caller_name,house_number,street_name,street_suffix,unit,city,region,postal_code,country';

function sheetOf(rows: number): string {
  const lines = Array.from(
    { length: rows },
    (_, index) => `+1415555${String(110 + index).padStart(4, '0')},assign,bandwidth-orders,${ADDRESS}`,
  );
  return `${HEADER}\n${lines.join('\n')}\n`;
}

async function rewriteConfig(change: (text: string) => string): Promise<void> {
  const file = path.join(place.dir, 'e911.config.yaml');
  await place.file('e911.config.yaml', change(await readFile(file, 'utf8')));
}

it('tokens that die after 1.5 s of a promised hour lose no row at 20 calls a second', async () => {
  standInOf(place, 'bandwidth-orders').standIn.controls?.setSwitches({
    tokenDiesAfterSeconds: 1.5,
    basic: 'refuse',
  });
  await paceAccounts(place, { 'bandwidth-orders': { requests_per_second: 20, burst: 1, concurrency: 8 } });
  const ended = await place.run('apply', await place.file('many.csv', sheetOf(20)), '--yes');
  expect(ended.err).not.toContain('API users');
  expect(ended.code).toBe(0);
  expect(new Set((await newestResults(place)).map(({ result }) => result))).toEqual(new Set(['applied']));
  const tokens = (await requestsOf(place, 'bandwidth-orders')).filter(({ path: to }) =>
    to.endsWith('/token'),
  );
  expect(tokens.length).toBeGreaterThan(1);
});

it('wrong client credentials cost one call', async () => {
  const { environment } = standInOf(place, 'bandwidth-orders').standIn;
  const { BW_ORDERS_CLIENT_ID: id = '' } = environment;
  await rewriteConfig((text) => text.replace('env:BW_ORDERS_CLIENT_SECRET', 'file:wrong-secret'));
  await place.file('wrong-secret', 'a-secret-that-nobody-has');
  const ended = await place.run('apply', await place.file('many.csv', sheetOf(20)), '--yes');
  expect(ended.code).toBe(5);
  expect(`${ended.out}${ended.err}`).not.toContain('a-secret-that-nobody-has');
  expect(id).not.toBe('');
  expect(await requestsOf(place, 'bandwidth-orders')).toHaveLength(1);
  await place.run('accounts', 'check', '--account', 'bandwidth-orders', '--detect');
  expect(await requestsOf(place, 'bandwidth-orders')).toHaveLength(2);
});

it('accounts check --detect says which dialect answers, and a 404 names the other one', async () => {
  await rewriteConfig((text) => text.replace(/^( +)dialect: orders$/m, '$1dialect: endpoints'));
  const checked = await place.run('accounts', 'check', '--account', 'bandwidth-orders', '--detect');
  expect(checked.code).not.toBe(0);
  expect(checked.out).toContain('Write "dialect: orders" in this account');
  const right = await place.run('accounts', 'check', '--account', 'bandwidth', '--detect');
  expect(right.out).toContain('dialect endpoints answers');
  const planned = await place.run('plan', await place.file('few.csv', sheetOf(2)));
  expect(`${planned.out}${planned.err}`).toContain('Try "dialect: orders" in this account');
});
