import { expect, it } from 'vitest';
import { addressTag } from '../../src/domain/request/tag.ts';
import type { AddressRecord, OperationRecord } from '../../src/journal/records.ts';
import { keyOf } from '../../src/plan/addresses/address-again.ts';
import type { NumberState, ProviderAccount, Step, StoredAddress } from '../../src/providers/contract.ts';
import { prune } from '../../src/run/addresses/prune.ts';
import {
  addressRecord,
  CONTENT,
  numberState,
  OUTCOME,
  operationRecord,
  requestOf,
  runRecord,
  storedAddress,
} from '../journal/records.ts';
import { fakeAccount, fakeRun, RUN } from './fake-run.ts';

const CAPABILITIES = {
  addressModel: 'own-resource',
  callerNameIn: 'address',
  listShowsEmergency: true,
  listPageSize: 1_000,
  tag: { field: 'FriendlyName', maxChars: 24 },
} as Partial<ProviderAccount['capabilities']> as ProviderAccount['capabilities'];
const CREATE: Step = { kind: 'create-address', ...CONTENT };
const UPDATE: Step = { kind: 'update-address', addressId: 'AD7', ...CONTENT };

interface World {
  readonly listed?: readonly NumberState[];
  /** Of the run that made the calls. */
  readonly command?: 'apply' | 'undo';
  /** Of this run, besides the number that left the address. */
  readonly rows?: readonly (Partial<OperationRecord> | AddressRecord)[];
}

/** Which addresses prune deletes when a number has left this one and the journal holds these calls. */
async function pruned(
  left: StoredAddress,
  calls: readonly Step[] = [],
  { listed = [numberState(1)], command = 'apply', rows = [] }: World = {},
): Promise<readonly string[]> {
  const deleted: string[] = [];
  const account = fakeAccount({
    capabilities: CAPABILITIES,
    async *listNumbers() {
      yield { items: listed, total: null };
    },
    execute: async (step, call) => {
      await call.beforeSend?.();
      if (step.kind === 'delete-address') deleted.push(step.addressId);
      return { id: '', requestId: '' };
    },
  });
  const { context, journal } = await fakeRun(account);
  await journal.addOperation(
    RUN,
    operationRecord(1, { beforeAddress: left, outcome: OUTCOME, phase: 'ended' }),
  );
  for (const [at, row] of rows.entries()) {
    const ended = { outcome: OUTCOME, phase: 'ended' } as const;
    if ('content' in row) await journal.saveAddress(RUN, row);
    else await journal.addOperation(RUN, operationRecord(at + 2, { ...ended, ...row }));
  }
  await journal.startRun(runRecord('earlier', { command }));
  for (const step of calls) {
    const callId = await journal.intend({
      runId: 'earlier',
      account: 'hq',
      accountKey: 'twilio:test',
      owner: { kind: 'address', addressKey: 'k' },
      step,
      attempt: 1,
      sentAt: '2026-11-21T00:00:00.000Z',
    });
    const result = { id: 'AD7', requestId: '' };
    await journal.conclude(callId, { state: 'done', result, finishedAt: '2026-11-21T00:00:01.000Z' });
  }
  await prune(context, account);
  return deleted;
}

const plain = { ...storedAddress('AD7'), tag: "Joe's shop" };
const ownTag = addressTag('twilio:test', keyOf(plain, CAPABILITIES), 24);

it.each<[string, StoredAddress, readonly Step[], boolean]>([
  ["the user's own address", plain, [], false],
  ['an address that the journal shows as created', plain, [CREATE], true],
  [
    'an address with the tag of its own text, its journal lost',
    { ...plain, tag: `${ownTag} Lobby` },
    [],
    true,
  ],
  ['an address with a tag of another text', { ...plain, tag: addressTag('twilio:test', 'x', 24) }, [], false],
  ["the user's own address that an update tagged", { ...plain, tag: ownTag }, [UPDATE], false],
  ['an address that was created and changed', { ...plain, tag: ownTag }, [CREATE, UPDATE], true],
])('prunes only what this program created: %s', async (_what, left, calls, isPruned) => {
  expect(await pruned(left, calls)).toEqual(isPruned ? ['AD7'] : []);
});

it('prunes nothing on a list of numbers that lacks a number of the run', async () => {
  expect(await pruned(plain, [CREATE], { listed: [] })).toEqual([]);
});

const FAILED = { ...OUTCOME, result: 'failed' } as const;
const named = (action: 'add-address' | 'assign' | 'update-address') => ({
  request: { ...requestOf(2), action, addressId: 'AD7' },
});

it.each<[string, World, boolean]>([
  ['no row requests', {}, true],
  ['an add-address row requests', { rows: [addressRecord('k', { providerAddressId: 'AD7' })] }, false],
  ['a row names by its id, and fails', { rows: [{ ...named('assign'), outcome: FAILED }] }, false],
  ['a row changes', { rows: [named('update-address')] }, false],
  ['a row only checks', { rows: [addressRecord('k', { providerAddressId: 'AD7', isWanted: false })] }, true],
  ['an undo created again', { command: 'undo' }, false],
])('prunes an address that %s: %s', async (_what, world, isPruned) => {
  expect(await pruned({ ...plain, tag: ownTag }, [CREATE], world)).toEqual(isPruned ? ['AD7'] : []);
});
