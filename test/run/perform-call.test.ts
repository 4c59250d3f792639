import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../src/errors/provider-error.ts';
import type { Step } from '../../src/providers/contract.ts';
import { performCall } from '../../src/run/calls/perform-call.ts';
import type { RunAccount, RunContext } from '../../src/run/context/run-context.ts';
import { all } from '../journal/all.ts';
import { stepOf } from '../journal/records.ts';
import { failure, fakeAccount, fakeRun, RUN } from './fake-run.ts';

const DONE = { id: 'PN1', requestId: 'RQ1' };
const { signal } = new AbortController();
const OWNER = { kind: 'operation', operationId: 'op-000001' } as const;
const REQUEST = { owner: OWNER, step: stepOf(1), priority: 'start', signal } as const;

interface Lost {
  /** The change itself was lost, and not a read before it. */
  readonly changes?: boolean;
  /** When the effect shows, in milliseconds from the beginning; never when absent. */
  readonly showsAtMs?: number;
  readonly repeatable?: boolean;
  /** How a second call ends. */
  readonly second?: 'done' | 'refused';
}

/** An account whose first change is lost, and what `work` makes of it. */
async function perform(
  { changes = true, showsAtMs = Number.POSITIVE_INFINITY, repeatable = false, second = 'done' }: Lost,
  work: (context: RunContext, account: RunAccount) => Promise<unknown> = (context, account) =>
    performCall(context, account, REQUEST),
) {
  const calls: number[] = [];
  const checks: number[] = [];
  let now = (): number => 0;
  const account = fakeAccount({
    execute: async (_step, call) => {
      calls.push(now());
      if (calls.length > 1 || changes) await call.beforeSend?.();
      if (calls.length === 1) throw failure('unknown');
      if (second === 'refused') throw failure('refused');
      return DONE;
    },
    checkEffect: async () => {
      checks.push(now());
      return now() >= showsAtMs ? { found: 'done', result: DONE } : { found: 'absent' };
    },
  });
  const { lateEffects } = account.provider.capabilities;
  Object.assign(lateEffects, { repeatable: repeatable ? [REQUEST.step.kind] : [] });
  const { context, journal } = await fakeRun(account);
  now = context.host.clock.monotonicMs;
  const end = await work(context, account);
  const journalled = (await all(journal.calls(RUN))).map(({ state }) => state);
  return { end, calls, checks, journalled, account };
}

it('a change whose access token had ended is sent again at once', async () => {
  const sentAtMs: number[] = [];
  let now = (): number => 0;
  const account = fakeAccount({
    execute: async (_step, call) => {
      await call.beforeSend?.();
      sentAtMs.push(now());
      if (sentAtMs.length < 3) {
        throw new ProviderError('The token had ended.', {
          kind: 'not-sent',
          provider: 'sinch',
          operation: 'associate',
          retryAfterMs: 0,
        });
      }
      return DONE;
    },
  });
  const { context } = await fakeRun(account);
  now = context.host.clock.monotonicMs;
  expect(await performCall(context, account, REQUEST)).toMatchObject({ kind: 'done', attempts: 3 });
  expect(sentAtMs).toEqual([0, 0, 0]);
});

describe('a lost answer', () => {
  it('to a read before the change is no lost change: no effect is checked, the step is simply tried again', async () => {
    const { end, checks, journalled } = await perform({ changes: false });
    expect(end).toMatchObject({ kind: 'done', attempts: 2 });
    expect(checks).toEqual([]);
    expect(journalled).toEqual(['done']);
  });

  it('to the change itself is sent again only when it can no longer take effect', async () => {
    const { end, calls, checks, journalled } = await perform({});
    expect(end).toMatchObject({ kind: 'done', attempts: 2 });
    expect(calls[1]).toBeGreaterThanOrEqual(60_000);
    expect(checks.at(-1)).toBeGreaterThanOrEqual(60_000);
    expect(journalled).toEqual(['absent', 'done']);
  });

  it('is settled as soon as its effect shows', async () => {
    const { end, calls, checks, journalled, account } = await perform({ showsAtMs: 12_500 });
    expect(end).toMatchObject({ kind: 'done', result: DONE, attempts: 1 });
    expect(calls).toHaveLength(1);
    expect(checks.at(-1)).toBeLessThan(30_000);
    expect(journalled).toEqual(['adopted']);
    expect(account.doubts.size).toBe(0);
  });

  it('gives its place to other work after the first checks', async () => {
    let askedAtMs = -1;
    await perform({}, (context, account) =>
      performCall(context, account, {
        ...REQUEST,
        onDoubt: () => {
          askedAtMs = context.host.clock.monotonicMs();
        },
      }),
    );
    expect(askedAtMs).toBe(2_000);
  });

  it('is sent again at once where that leaves the same and the number is uncovered', async () => {
    const { end, calls, journalled, account } = await perform({ repeatable: true }, (context, account) =>
      performCall(context, account, { ...REQUEST, isUrgent: true }),
    );
    expect(end).toMatchObject({ kind: 'done', attempts: 2 });
    expect(calls[1]).toBeLessThan(5_000);
    expect(journalled).toEqual(['unknown', 'done']);
    expect([...account.doubts.values()]).toMatchObject([{ isReplaced: true }]);
  });

  it('keeps everything from its number that it could overturn', async () => {
    let secondAtMs = -1;
    const { calls } = await perform({ repeatable: true }, async (context, account) => {
      await performCall(context, account, { ...REQUEST, isUrgent: true });
      const other = { kind: 'disassociate', phoneNumber: '+15555550001', handle: '', tag: '' } as const;
      const step = { ...other, phoneNumber: phoneOf(REQUEST.step) };
      await performCall(context, account, { ...REQUEST, step });
      secondAtMs = context.host.clock.monotonicMs();
      await performCall(context, account, { ...REQUEST, step: { ...other, phoneNumber: '+15555550999' } });
    });
    expect(calls[1]).toBeLessThan(5_000);
    expect(secondAtMs).toBeGreaterThanOrEqual(60_000);
  });

  it('and a refusal of the second call mean done when the effect is there by then', async () => {
    const { end, journalled } = await perform({ showsAtMs: 60_001, second: 'refused' });
    expect(end).toMatchObject({ kind: 'done', result: DONE });
    expect(journalled).toEqual(['adopted', 'refused']);
  });

  it('stays in doubt when the run is stopped', async () => {
    const stop = new AbortController();
    const { end, calls, journalled, account } = await perform({}, (context, account) => {
      stop.abort();
      return performCall(context, account, { ...REQUEST, signal: stop.signal });
    });
    expect(end).toMatchObject({ kind: 'unknown' });
    expect(calls).toHaveLength(1);
    expect(journalled).toEqual(['unknown']);
    expect(account.doubts.size).toBe(1);
  });
});

function phoneOf(step: Step): string {
  return 'phoneNumber' in step ? step.phoneNumber : '';
}
