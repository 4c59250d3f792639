// Makes the calls of a run with undici alone, so many at a time: the reads, then the addresses, then each number's.
// node undici.mjs WORK.json IN_FLIGHT ORIGIN USER PASSWORD
import { readFileSync } from 'node:fs';
import { Pool } from 'undici';

const [, , file, inFlight, origin, user, password] = process.argv;
const { reads, addresses, numbers } = JSON.parse(readFileSync(file, 'utf8'));
const pool = new Pool(origin, { connections: Number(inFlight) });
const base = `/2010-04-01/Accounts/${user}`;
const headers = {
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
  'content-type': 'application/x-www-form-urlencoded',
};

const sids = [];
await atATime(reads, (path) => ask('GET', path));
await atATime(addresses, async (address, at) => {
  const form = Object.entries(address).map(([name, value]) => [
    name.charAt(0).toUpperCase() + name.slice(1),
    value,
  ]);
  sids[at] = (await ask('POST', `${base}/Addresses.json`, form)).sid;
});
await atATime(numbers, ({ sid, address }) =>
  ask('POST', `${base}/IncomingPhoneNumbers/${sid}.json`, [['EmergencyAddressSid', sids[address]]]),
);
await pool.close();

async function ask(method, path, form) {
  const body = form === undefined ? null : new URLSearchParams(form).toString();
  const answer = await pool.request({ method, path, headers, body });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${text}`);
  return JSON.parse(text);
}

async function atATime(items, work) {
  const left = items.entries();
  await Promise.all(
    Array.from({ length: Number(inFlight) }, async () => {
      for (const [at, item] of left) await work(item, at);
    }),
  );
}
