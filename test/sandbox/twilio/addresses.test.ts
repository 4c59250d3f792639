import { afterAll, beforeAll, expect, test } from 'vitest';
import { HARRISON, serveTwilio } from './account.ts';

let account: Awaited<ReturnType<typeof serveTwilio>>;
beforeAll(async () => {
  account = await serveTwilio({ covered: false });
});
afterAll(() => account.server.close());

test('an address in standard form is created as it was given', async () => {
  const made = await account.client.addresses.create(HARRISON);
  expect(made.sid).toMatch(/^AD[0-9a-f]{32}$/);
  expect(made).toMatchObject({
    customerName: 'Harbor Dental & Sons',
    street: '645 Harrison St',
    emergencyEnabled: true,
    validated: false,
    streetSecondary: null,
  });
  const read = await account.client.addresses(made.sid).fetch();
  expect(read.toJSON()).toEqual(made.toJSON());
});

test('a near address is corrected silently unless the caller forbids it', async () => {
  const near = { ...HARRISON, street: '645 Harrison Street', streetSecondary: 'Suite 400' };
  const { autoCorrectAddress: _no, ...correcting } = near;
  const made = await account.client.addresses.create(correcting);
  expect(made).toMatchObject({
    street: '645 HARRISON ST',
    streetSecondary: 'STE 400',
    city: 'SAN FRANCISCO',
  });

  const effects = account.standIn.effects.length;
  await expect(account.client.addresses.create({ ...near, streetSecondary: '' })).rejects.toMatchObject({
    status: 400,
    code: 21629,
    moreInfo: 'https://www.twilio.com/docs/errors/21629',
    message:
      'Failed to validate address. Check the suggested address. | FriendlyName: tag 1, ' +
      'CustomerName: Harbor Dental & Sons, Street: 645 HARRISON ST, Locality: SAN FRANCISCO, Region: CA, ' +
      'PostalCode: 94105, IsoCountry: US',
  });
  expect(account.standIn.effects.length).toBe(effects);
});

test('an unknown, an incomplete and an overlong address are refused', async () => {
  const { addresses } = account.client;
  await expect(addresses.create({ ...HARRISON, street: '646 Harrison St' })).rejects.toMatchObject({
    code: 21628,
  });
  await expect(addresses.create({ ...HARRISON, city: '' })).rejects.toMatchObject({
    status: 400,
    code: 21238,
  });
  await expect(addresses.create({ ...HARRISON, friendlyName: 'x'.repeat(33) })).rejects.toMatchObject({
    code: 20002,
  });
  await expect(addresses.create({ ...HARRISON, customerName: '電'.repeat(22) })).rejects.toMatchObject({
    code: 21238,
  });
});

test('the list is paged to its end and filtered', async () => {
  const own = await serveTwilio({ covered: false });
  try {
    const sids: string[] = [];
    for (let unit = 1; unit <= 7; unit += 1) {
      const friendlyName = unit % 2 === 0 ? 'even' : 'odd';
      const made = await own.client.addresses.create({
        ...HARRISON,
        streetSecondary: `STE ${unit}`,
        friendlyName,
      });
      sids.push(made.sid);
    }
    const bare = { ...HARRISON, emergencyEnabled: false, street: 'Nowhere 1', isoCountry: 'GB' };
    await own.client.addresses.create(bare);
    const before = own.server.requests.length;
    const all = await own.client.addresses.list({ pageSize: 3 });
    expect(all.length).toBe(8);
    expect(all.slice(0, 7).map(({ sid }) => sid)).toEqual(sids);
    expect(own.server.requests.length - before).toBe(3);
    expect((await own.client.addresses.list({ friendlyName: 'even' })).length).toBe(3);
    expect((await own.client.addresses.list({ emergencyEnabled: true })).length).toBe(7);
    expect((await own.client.addresses.list({ isoCountry: 'GB' })).length).toBe(1);
    expect(await own.client.addresses.list({ customerName: 'nobody' })).toEqual([]);
    const second = (await (await own.ask('/Addresses.json?PageSize=3')).json()) as { next_page_uri: string };
    const third = (await (await fetchPage(own, second.next_page_uri)).json()) as {
      previous_page_uri: string;
    };
    expect(third).toMatchObject({ page: 1, start: 3, end: 5, page_size: 3 });
    expect(third.previous_page_uri).toMatch(/PageSize=3&Page=0$/);
    expect((await own.ask('/Addresses.json?PageSize=1001')).status).toBe(400);
    expect(await (await own.ask('/Addresses.json?Page=1&PageToken=PAnonsense')).json()).toMatchObject({
      code: 21481,
    });
  } finally {
    await own.server.close();
  }
});

function fetchPage(own: typeof account, uri: string): Promise<Response> {
  return own.ask(uri.replace(/^.*?(?=\/Addresses)/, ''));
}

test('an address is changed, its country is not, and it is gone after removal', async () => {
  const made = await account.client.addresses.create(HARRISON);
  const update = { customerName: 'Other', street: '100 LARKIN ST', postalCode: '94102' };
  const changed = await account.client.addresses(made.sid).update(update);
  expect(changed).toMatchObject({ customerName: 'Other', street: '100 LARKIN ST', city: 'San Francisco' });
  expect(await (await account.ask(`/Addresses/${made.sid}.json`, 'IsoCountry=CA')).json()).toMatchObject({
    code: 20001,
  });
  expect(await account.client.addresses(made.sid).remove()).toBe(true);
  await expect(account.client.addresses(made.sid).fetch()).rejects.toMatchObject({
    status: 404,
    code: 20404,
  });
  await expect(account.client.addresses(made.sid).remove()).rejects.toMatchObject({ status: 404 });
});

test('an address in use is neither changed nor deleted', async () => {
  const made = await account.client.addresses.create(HARRISON);
  const [number] = await account.client.incomingPhoneNumbers.list({ phoneNumber: '+14155550150' });
  const pn = account.client.incomingPhoneNumbers(number?.sid ?? '');
  await pn.update({ emergencyAddressSid: made.sid });
  const address = account.client.addresses(made.sid);
  await expect(address.remove()).rejects.toMatchObject({ status: 400, code: 21625 });
  await expect(address.update({ customerName: 'No' })).rejects.toMatchObject({ status: 400 });
  await pn.update({ emergencyAddressSid: '' });
  expect(await address.remove()).toBe(true);
});
