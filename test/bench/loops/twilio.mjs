// The loop that a program around the `twilio` package has: create the addresses, then set each number's, so many at a time.
// node twilio.mjs NUMBERS.json IN_FLIGHT ORIGIN USER PASSWORD
import { readFileSync } from 'node:fs';
import twilio from 'twilio';

const [, , file, inFlight, origin, user, password] = process.argv;
const { addresses, numbers } = JSON.parse(readFileSync(file, 'utf8'));
const client = twilio(user, password);
client.api.baseUrl = origin;

const sids = [];
await atATime(addresses, async (address, at) => {
  sids[at] = (await client.addresses.create(address)).sid;
});
await atATime(numbers, async ({ sid, address }) => {
  await client.incomingPhoneNumbers(sid).update({ emergencyAddressSid: sids[address] });
});

async function atATime(items, work) {
  const left = items.entries();
  await Promise.all(
    Array.from({ length: Number(inFlight) }, async () => {
      for (const [at, item] of left) await work(item, at);
    }),
  );
}
