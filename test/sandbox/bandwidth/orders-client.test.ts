import { createRequire } from 'node:module';
import { expect, onTestFinished, test } from 'vitest';
import type { BandwidthOrdersOptions } from '../../../src/sandbox/bandwidth/orders/index.ts';
import { serveOrders } from './orders-account.ts';

/*
 * Bandwidth's own package for its Dashboard API. It has no types, no class for E911 orders, and reads numbers in texts as
 * numbers; what it sends and how it takes the answers is what is tried here.
 */
type Callback = (error: ClientError | null, result: unknown) => void;
type Method = (...args: unknown[]) => void;
interface ClientError extends Error {
  readonly code?: string;
  readonly status?: number;
  readonly response?: { readonly text: string };
}
interface Package {
  readonly Client: new (
    ...args: unknown[]
  ) => {
    concatAccountPath(path: string): string;
    makeRequest(method: string, path: string, ...rest: unknown[]): void;
  };
  readonly Geocode: Record<'request', Method>;
  readonly InServiceNumber: Record<'list' | 'totals' | 'get', Method>;
  readonly Aeuis: Record<'list' | 'get', Method>;
  readonly Tn: Record<'get', Method>;
  readonly EmergencyNotification: Record<string, Method> & { readonly prototype: Record<string, Method> };
}
const bandwidth = createRequire(import.meta.url)('@bandwidth/numbers') as Package;

/** Paths into an answer, whatever its shape. */
function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], value);
}

async function served(options: BandwidthOrdersOptions = {}, password?: string) {
  const account = await serveOrders(options);
  onTestFinished(() => account.server.close());
  const { server, user } = account;
  const client = new bandwidth.Client('9900912', user, password ?? account.password, undefined, undefined, {
    apiEndPoint: `${server.origin}/api`,
  });
  const call = (method: Method, ...args: unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const done: Callback = (error, result) => (error === null ? resolve(result) : reject(error));
      method(client, ...args, done);
    });
  const request = (method: string, path: string, ...rest: unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const done: Callback = (error, result) => (error === null ? resolve(result) : reject(error));
      client.makeRequest(method, path, ...rest, done);
    });
  return { ...account, client, call, request };
}

test('lists, counts and finds the numbers in service', async () => {
  const { call } = await served({ numbers: 1205 });
  const page = await call(bandwidth.InServiceNumber.list, { page: 1001, size: 500 });
  expect(at(page, 'totalCount')).toBe(1205);
  expect(at(page, 'telephoneNumbers', 'telephoneNumber')).toHaveLength(205);
  expect(await call(bandwidth.InServiceNumber.totals)).toEqual({ count: 1205 });
  expect(await call(bandwidth.InServiceNumber.get, '2125550100')).toEqual({});
  await expect(call(bandwidth.InServiceNumber.get, '2125559999')).rejects.toMatchObject({ status: 404 });
  const tn = await call(bandwidth.Tn.get, '2125550100');
  expect(at(tn, 'status')).toBe('Inservice');
});

test('asks about addresses: exact, near and unknown', async () => {
  const { call, kinds } = await served();
  const place = { city: 'Marshalltown', stateCode: 'IA', zip: '50158' };
  expect(await call(bandwidth.Geocode.request, { addressLine1: '904 E Anson St', ...place })).toMatchObject({
    houseNumber: 904,
    streetName: 'ANSON',
  });
  // 409 is no conflict: it is the suggestion.
  expect(
    await call(bandwidth.Geocode.request, { addressLine1: '904 East Anson Street', ...place }),
  ).toMatchObject({ addressLine1: '904 E ANSON ST', plusFour: 3522 });
  await expect(
    call(bandwidth.Geocode.request, { addressLine1: '99999 Nowhere Ln', ...place }),
  ).rejects.toMatchObject({ status: 400 });
  expect(kinds()).toEqual([]);
});

test('orders, follows and removes an address, and reads it back', async () => {
  const { client, request, kinds } = await served();
  const path = client.concatAccountPath('e911s');
  const address = {
    houseNumber: '904',
    preDirectional: 'E',
    streetName: 'Anson',
    streetSuffix: 'St',
    city: 'Marshalltown',
    stateCode: 'IA',
    zip: '50158',
    country: 'United States',
  };
  const telephoneNumbers = { telephoneNumber: ['4155550150'] };
  const made = await request('post', path, {
    e911Order: { customerOrderId: 'by hand 1', telephoneNumbers, callerName: 'City Desk', address },
  });
  expect(at(made, 'e911Order', 'processingStatus')).toBe('RECEIVED');
  const orderId = String(at(made, 'e911Order', 'orderId'));
  const order = await request('get', `${path}/${orderId}`);
  expect(order).toMatchObject({
    processingStatus: 'COMPLETE',
    customerOrderId: 'by hand 1',
    callerName: 'City Desk',
  });
  const listed = await request('get', path, { tn: '4155550150', orderDetails: true });
  expect(at(listed, 'e911Order', 'orderId')).toBe(orderId);
  const held = await request('get', '/tns/4155550150/e911');
  expect(at(held, 'address')).toMatchObject({
    name: 'City Desk',
    houseNumber: 904,
    streetName: 'E Anson St',
  });

  await request('post', path, { e911Order: { telephoneNumbers, deleteTNSpecificE911Address: true } });
  await expect(request('get', '/tns/4155550150/e911')).rejects.toMatchObject({ status: 404 });
  expect(kinds()).toEqual(['associate', 'disassociate']);
  await expect(
    request('post', path, { e911Order: { telephoneNumbers: { telephoneNumber: ['415'] } } }),
  ).rejects.toMatchObject({ status: 400 });
});

test('has no alternate end user identifiers: a list without items is 404', async () => {
  const { call } = await served();
  await expect(call(bandwidth.Aeuis.list, {})).rejects.toMatchObject({ status: 404 });
  await expect(call(bandwidth.Aeuis.get, 'DavidAcid')).rejects.toMatchObject({ status: 404 });
});

test('is told of wrong credentials and of too many requests', async () => {
  const stranger = await served({}, 'wrong');
  await expect(stranger.call(bandwidth.InServiceNumber.totals)).rejects.toMatchObject({ status: 401 });
  const hasty = await served({ switches: { throttleNext: 1 } });
  await expect(hasty.call(bandwidth.InServiceNumber.totals)).rejects.toMatchObject({ status: 429 });
  expect(await hasty.call(bandwidth.InServiceNumber.totals)).toEqual({ count: 100 });
});
