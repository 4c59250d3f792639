import { expect, it } from 'vitest';
import type { OperationRecord } from '../../src/journal/records.ts';
import { newOperation } from '../../src/plan/context/new-operation.ts';
import type { Step, StoredAddress } from '../../src/providers/contract.ts';
import { capabilities } from '../../src/providers/twilio/capabilities.ts';
import type { RunAccount, RunContext } from '../../src/run/context/run-context.ts';
import { afterStep } from '../../src/run/numbers/address-update.ts';
import { HARRISON, storedAddress } from '../export/facts.ts';
import { request } from '../report/rows.ts';

const FORMER: StoredAddress = storedAddress({ address: { ...HARRISON, street: '1 Former St' } });
const STEP: Extract<Step, { kind: 'update-address' }> = {
  kind: 'update-address',
  addressId: 'AD1',
  address: HARRISON,
  callerName: 'Harbor Dental',
  label: '',
  addressKind: 'business',
  tag: '',
};

/** What is left to do, and the corrections that are remembered, once the carrier has stored another text than was sent. */
async function stored(address: StoredAddress['address'], accept: 'none' | 'formatting' | 'all') {
  const remembered: string[][] = [];
  const context = {
    options: { accept },
    journal: { saveCorrection: async (...keys: string[]) => void remembered.push(keys.slice(1)) },
  } as unknown as RunContext;
  const account = { provider: { accountKey: 'hq', capabilities } } as unknown as RunAccount;
  const operation: OperationRecord = {
    ...newOperation(
      { operationId: 'op-000001', position: 1 },
      request({ action: 'update-address', address: HARRISON, addressId: 'AD1' }),
      { kind: 'address-id', addressId: 'AD1' },
    ),
    program: [{ do: 'step', step: STEP }],
    next: 1,
    beforeAddress: FORMER,
  };
  const after = await afterStep(context, account, operation, {
    step: STEP,
    result: { id: 'AD1', requestId: '', stored: storedAddress({ address }) },
  });
  const steps = after.program.flatMap((each) => (each.do === 'step' ? [each.step] : []));
  return { after, street: steps.map((step) => ('address' in step ? step.address.street : '')), remembered };
}

it('a text that the carrier stores as it was sent ends the row', async () => {
  const { after, remembered } = await stored({ ...HARRISON, street: '645 HARRISON ST.' }, 'none');
  expect([after.next, after.putBackBecause, remembered]).toEqual([1, null, []]);
});

it('another text than was sent is rolled back, unless --accept covers it', async () => {
  const other = { ...HARRISON, postalCode: '94107' };
  for (const accept of ['none', 'formatting'] as const) {
    const { after, street, remembered } = await stored(other, accept);
    expect([after.next, street, remembered]).toEqual([0, ['1 Former St'], []]);
    expect(after.putBackBecause).toMatchObject({ result: 'needs_review', suggested: other });
  }
  const { after, remembered } = await stored(other, 'all');
  expect([after.next, after.putBackBecause, remembered.length]).toEqual([1, null, 1]);
});

it('a standard form of it is taken with --accept formatting', async () => {
  const { after } = await stored({ ...HARRISON, postalCode: '94105-1234' }, 'formatting');
  expect(after.putBackBecause).toBeNull();
  expect(after.program).toMatchObject([{ step: { address: { postalCode: '94105-1234' } } }]);
});
