import { expect, it } from 'vitest';
import type { AddressRecord } from '../../src/journal/records.ts';
import { recoverAddress } from '../../src/run/addresses/recover-addresses.ts';
import { PLACE } from '../report/rows.ts';
import { fakeAccount, fakeRun, RUN } from './fake-run.ts';

const AT = '2026-11-21T00:00:00.000Z';
const CONTENT = { address: PLACE, callerName: '', label: '', addressKind: 'business', tag: 'e911x' } as const;

it.each(['done', 'intended', 'unknown'] as const)(
  'an address is not brought to where the call of another account for the same place has come: %s',
  async (state) => {
    const account = fakeAccount({});
    const { context, journal } = await fakeRun(account);
    const record: AddressRecord = {
      account: 'hq',
      addressKey: 'the place',
      content: CONTENT,
      state: 'open',
      providerAddressId: '',
      createdByRun: false,
      verdict: null,
      outcome: null,
      phoneNumber: '',
      isWanted: true,
    };
    await journal.saveAddress(RUN, record);
    const callId = await journal.intend({
      runId: RUN,
      account: 'other',
      accountKey: 'bandwidth|1',
      owner: { kind: 'address', addressKey: record.addressKey },
      step: { kind: 'create-address', ...CONTENT },
      attempt: 1,
      sentAt: AT,
    });
    const result = { id: 'LOC1', requestId: '' };
    if (state !== 'intended') {
      await journal.conclude(callId, { state, finishedAt: AT, ...(state === 'done' && { result }) });
    }
    await recoverAddress(context, account, record);
    expect(await journal.address(RUN, 'hq', record.addressKey)).toMatchObject({
      state: 'open',
      providerAddressId: '',
    });
  },
);
