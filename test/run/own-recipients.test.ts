import { expect, it } from 'vitest';
import { EMPTY_REQUEST } from '../../src/domain/request/empty-request.ts';
import { operationOwner } from '../../src/journal/subject.ts';
import { newOperation } from '../../src/plan/context/new-operation.ts';
import { readState } from '../../src/plan/read-state.ts';
import { fakeAccount, fakeRun, RUN } from './fake-run.ts';

const RECIPIENT = { email: 'desk@example.com', phone: '', description: '' };

it.each([
  ['that was there before', false, { result: 'unchanged' }],
  ['that this run has sent a call for', true, null],
] as const)('a recipient %s is read so', async (_what, isSent, outcome) => {
  const account = fakeAccount({
    checkEffect: async () => ({ found: 'done', result: { id: 'r1', requestId: '' } }),
  });
  const { context, journal } = await fakeRun(account);
  const request = { ...EMPTY_REQUEST, action: 'add-recipient', account: 'hq', recipient: RECIPIENT } as const;
  const subject = { kind: 'recipient', email: RECIPIENT.email, phone: '' } as const;
  const operation = newOperation({ operationId: 'op-000001', position: 1 }, request, subject);
  await journal.addOperation(RUN, operation);
  if (isSent) {
    await journal.intend({
      runId: RUN,
      account: 'hq',
      accountKey: account.provider.accountKey,
      owner: operationOwner(operation),
      step: { kind: 'add-recipient', recipient: RECIPIENT, tag: '' },
      attempt: 1,
      sentAt: '2026-11-21T00:00:00.000Z',
    });
  }
  await readState({ ...context, options: { ...context.options, maxGapMs: 0 } }, account);
  const read = (await journal.operation(RUN, operation.operationId))?.outcome ?? null;
  expect(read && { result: read.result }).toEqual(outcome);
});
