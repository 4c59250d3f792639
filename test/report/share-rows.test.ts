import { expect, it } from 'vitest';
import { shareRows } from '../../src/report/share-rows.ts';

async function* upTo(last: number, read: { count: number } = { count: 0 }): AsyncGenerator<number> {
  for (let item = 1; item <= last; item += 1) {
    read.count = item;
    yield item;
  }
}

async function sumOf(items: AsyncIterable<number>): Promise<number> {
  let sum = 0;
  for await (const item of items) sum += item;
  return sum;
}

it('shows every item to every reader, and reads the source once', async () => {
  const read = { count: 0 };
  expect(await shareRows(upTo(1234, read), [sumOf, sumOf, async () => -1])).toEqual([761_995, 761_995, -1]);
  expect(read.count).toBe(1234);
  expect(await shareRows(upTo(0), [sumOf])).toEqual([0]);
});

it('reads no more than the slowest reader has taken', async () => {
  const read = { count: 0 };
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const slow = async (items: AsyncIterable<number>): Promise<number> => {
    await held;
    return sumOf(items);
  };
  const done = shareRows(upTo(5000, read), [sumOf, slow]);
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
  expect(read.count).toBeLessThanOrEqual(501);
  release();
  expect(await done).toEqual([12_502_500, 12_502_500]);
});

it('lets the others finish when a reader fails, and passes on what the source throws', async () => {
  let sum = 0;
  const noting = async (items: AsyncIterable<number>): Promise<void> => {
    sum = await sumOf(items);
  };
  const failing = async (items: AsyncIterable<number>): Promise<void> => {
    for await (const item of items) if (item === 600) throw new Error('disk full');
  };
  await expect(shareRows(upTo(2000), [failing, noting])).rejects.toThrow('disk full');
  expect(sum).toBe(2_001_000);
  async function* broken(): AsyncGenerator<number> {
    yield 1;
    throw new Error('damaged');
  }
  await expect(shareRows(broken(), [sumOf, sumOf])).rejects.toThrow('damaged');
});
