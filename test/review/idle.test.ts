import { describe, expect, it } from 'vitest';
import type { Review } from '../../src/review/review.ts';
import { serveReview } from '../../src/review/review-server.ts';

const never = (): Promise<never> => Promise.reject(new Error('not asked for'));
const REVIEW: Review = { content: never, since: never, check: never, decide: never, sign: never };

describe('a review that no page asks for anything', () => {
  it('ends by itself, counted from the last request', async () => {
    let nowMs = 0;
    const slept: number[] = [];
    let url = '';
    const clock = {
      monotonicMs: () => nowMs,
      sleep: async (ms: number) => {
        slept.push(ms);
        nowMs += ms / 2;
        if (slept.length === 1) await fetch(url);
        nowMs += ms / 2;
      },
    };
    // The address is known before the first wait can end.
    const server = await serveReview(
      REVIEW,
      { html: '', policy: '' },
      { idleMs: 1_000, clock: { ...clock, sleep: (ms) => started.then(() => clock.sleep(ms)) } },
    );
    url = server.url;
    begin();
    expect(await server.ended).toBeNull();
    await server.close();
    expect(slept).toEqual([1_000, 500]);
  });
});

let begin: () => void = () => undefined;
const started = new Promise<void>((resolve) => {
  begin = resolve;
});
