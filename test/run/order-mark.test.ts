import { expect, it } from 'vitest';
import { bandwidthOrders } from '../../src/providers/bandwidth/orders/index.ts';
import { twilio } from '../../src/providers/twilio/index.ts';
import { withOrderMark } from '../../src/run/order-mark.ts';

const step = {
  kind: 'disassociate',
  phoneNumber: '+14155550100',
  handle: 'h',
  mark: 'of the address',
} as const;
const context = { runId: '20261121-143015207-k3f9' };
const account = (definition: { readonly capabilities: typeof twilio.capabilities }) =>
  ({ provider: { capabilities: definition.capabilities } }) as Parameters<typeof withOrderMark>[1];

it('names the run and the place of the operation where marks name orders, and fits the field', () => {
  const marked = withOrderMark(context, account(bandwidthOrders), 'op-000017', step);
  expect(marked).toEqual({ ...step, mark: 'e911-20261121-143015207-k3f9-17' });
  const last = withOrderMark(context, account(bandwidthOrders), 'op-1000000', step);
  expect('mark' in last && last.mark.length).toBeLessThanOrEqual(
    bandwidthOrders.capabilities.mark?.maxChars ?? 0,
  );
});

it('leaves the mark of an address alone, and steps that have none', () => {
  expect(withOrderMark(context, account(twilio), 'op-000017', step)).toBe(step);
  const release = { kind: 'delete-address', addressId: 'x' } as const;
  expect(withOrderMark(context, account(bandwidthOrders), 'op-000017', release)).toBe(release);
});
