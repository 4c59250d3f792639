import { expect, it } from 'vitest';
import { bandwidthOrders } from '../../src/providers/bandwidth/orders/index.ts';
import { twilio } from '../../src/providers/twilio/index.ts';
import { withOrderTag } from '../../src/run/calls/order-tag.ts';

const step = {
  kind: 'disassociate',
  phoneNumber: '+14155550100',
  handle: 'h',
  tag: 'of the address',
} as const;
const context = { runId: '20261121-143015207-k3f9' };
const account = (definition: { readonly capabilities: typeof twilio.capabilities }) =>
  ({ provider: { capabilities: definition.capabilities } }) as Parameters<typeof withOrderTag>[1];

it('names the run and the place of the operation where tags name orders, and fits the field', () => {
  const marked = withOrderTag(context, account(bandwidthOrders), { position: 17 }, step);
  expect(marked).toEqual({ ...step, tag: 'e911-20261121-143015207-k3f9-17' });
  const last = withOrderTag(context, account(bandwidthOrders), { position: 1_000_000 }, step);
  expect('tag' in last && last.tag.length).toBeLessThanOrEqual(
    bandwidthOrders.capabilities.tag?.maxChars ?? 0,
  );
});

it('leaves the tag of an address alone, and steps that have none', () => {
  expect(withOrderTag(context, account(twilio), { position: 17 }, step)).toBe(step);
  const release = { kind: 'delete-address', addressId: 'x' } as const;
  expect(withOrderTag(context, account(bandwidthOrders), { position: 17 }, release)).toBe(release);
});
