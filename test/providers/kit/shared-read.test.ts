import { describe, expect, it } from 'vitest';
import type { Call } from '../../../src/http/transport.ts';
import { shareReads } from '../../../src/providers/kit/shared-read.ts';

const call = (priority: Call['priority'] = 'start', signal = new AbortController().signal): Call => ({
  priority,
  signal,
});
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Reads that end when the test says so, in the order in which they began. */
function setUp() {
  const begun: { readonly end: (error?: Error) => void }[] = [];
  const share = shareReads<number>(
    () =>
      new Promise((resolve, reject) => {
        const number = begun.length + 1;
        begun.push({ end: (error) => (error ? reject(error) : resolve(number)) });
      }),
  );
  return { begun, share };
}

describe('reads that are shared', () => {
  it('answer all that asked before they began, and never one that asked later', async () => {
    const { begun, share } = setUp();
    const first = [share(call()), share(call())];
    await settle();
    const later = Array.from({ length: 50 }, () => share(call()));
    await settle();
    expect(begun).toHaveLength(1);
    begun[0]?.end();
    expect(await Promise.all(first)).toEqual([1, 1]);
    await settle();
    expect(begun).toHaveLength(2);
    begun[1]?.end();
    expect(new Set(await Promise.all(later))).toEqual(new Set([2]));
  });

  it('fail for all that share them, and not for those that come after', async () => {
    const { begun, share } = setUp();
    const both = Promise.allSettled([share(call()), share(call())]);
    await settle();
    const after = share(call());
    begun[0]?.end(new Error('refused'));
    expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await settle();
    begun[1]?.end();
    expect(await after).toBe(2);
  });

  it('are made again by a caller when another’s cancellation ended them', async () => {
    const { begun, share } = setUp();
    const stop = new AbortController();
    const canceled = share(call('start', stop.signal));
    const kept = share(call());
    await settle();
    stop.abort();
    begun[0]?.end(new Error('canceled'));
    await expect(canceled).rejects.toThrow('canceled');
    await settle();
    begun[1]?.end();
    expect(await kept).toBe(2);
  });

  it('hold up nothing that closes a gap', async () => {
    const { begun, share } = setUp();
    void share(call());
    await settle();
    const closing = share(call('finish'));
    expect(begun).toHaveLength(2);
    begun[1]?.end();
    expect(await closing).toBe(2);
  });
});
