import type { Call } from '../../http/transport.ts';

/**
 * One read for all that ask for it at about the same time: a caller gets the answer to a read that began after it asked, so
 * the answer is as fresh as its own read would be. While a read is under way, those that ask meanwhile share the next one.
 * What closes a coverage gap waits for no other, and a caller whose shared read was canceled by another reads by itself.
 */
export function shareReads<T>(read: (call: Call) => Promise<T>): (call: Call) => Promise<T> {
  let running: Promise<unknown> = Promise.resolve();
  let next: { readonly answer: Promise<T>; readonly call: Call } | null = null;

  function begin(call: Call): Promise<T> {
    next = null;
    const answer = read(call);
    running = answer.catch(() => undefined);
    return answer;
  }

  return async (call) => {
    if (call.priority === 'finish') return await read(call);
    next ??= { call, answer: running.then(() => begin(call)) };
    const joined = next;
    try {
      return await joined.answer;
    } catch (error) {
      const isOthersEnd = joined.call.signal.aborted && !call.signal.aborted;
      if (!isOthersEnd) throw error;
      return await read(call);
    }
  };
}
