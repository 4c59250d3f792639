import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { watchJournalWrites } from '../../chaos/process/journal-writes.mjs';
import { type Ended, openPlace, type Place } from '../support/command.ts';
import { twilioNumbers } from '../support/twilio-numbers.ts';

const HEADER = 'phone_number,action,caller_name,street,city,region,postal_code,country';
const SPRING = '200 N Spring St,Los Angeles,CA,90012,US';
const FIFTH = '476 5th Ave,New York,NY,10018,US';
const NUMBERS = ['+14155550110', '+14155550111'];
const CHANGE = ['--yes', '--force', '--max-open', '2', '--settle', '1s', '--wait'];

const sheet = (address: string): string =>
  [HEADER, ...NUMBERS.map((one) => `${one},assign,City Desk,${address}`)].join('\n');

let isFull = (): boolean => false;
watchJournalWrites((work) => {
  if (isFull()) throw new Error('database or disk is full');
  return work();
});

describe('a disk that is full while a number has no address', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace({ scale: 0.02 });
    await place.file('before.csv', sheet(SPRING));
    await place.file('after.csv', sheet(FIFTH));
    expect(await place.run('apply', 'before.csv', '--yes', '--wait', '20s')).toMatchObject({ code: 0 });
  });
  afterEach(async () => {
    isFull = () => false;
    await place.close();
  });

  /** Runs a command; the disk is full from the n-th journal write after the first removal of an address on. */
  async function fullAfterRemoval(writes: number, ...args: string[]): Promise<Ended> {
    const before = place.effects().length;
    let left = writes;
    isFull = () => {
      const isRemoved = place
        .effects()
        .slice(before)
        .some(({ kind }) => kind === 'disassociate');
      if (isRemoved) left -= 1;
      return left < 0;
    };
    try {
      return await place.run(...args);
    } finally {
      isFull = () => false;
    }
  }

  async function bareNumbers(): Promise<string[]> {
    const now = await twilioNumbers(place);
    return NUMBERS.filter((one) => now.get(one)?.emergency_address_status !== 'registered');
  }

  it('finishes the association without the journal, and resume records it', async () => {
    for (const writes of [0, 3]) {
      const ended = await fullAfterRemoval(writes, 'apply', 'after.csv', ...CHANGE, '20s');
      expect(await bareNumbers(), `full after ${writes} writes: ${ended.err}`).toEqual([]);
      expect(ended.code, ended.err).toBe(70);
      expect(ended.err).toContain('database or disk is full');
      const resumed = await place.run('resume', '--settle', '1s', '--wait', '20s');
      expect(resumed.code, resumed.err).toBe(0);
      expect((await place.run('runs', '--uncovered')).code).toBe(0);
      await place.run('apply', 'before.csv', ...CHANGE, '20s');
    }
  }, 60_000);

  it('names the number and ends with 9 when the provider refuses the association too', async () => {
    const { faults } = place.sandbox.standIns.find(({ account }) => account === 'twilio') ?? {};
    faults?.set([{ when: { operation: 'associate' }, do: 'status', status: 503, times: 1_000 }]);
    const ended = await fullAfterRemoval(0, 'apply', 'after.csv', ...CHANGE, '1s', '--json');
    const bare = await bareNumbers();
    expect(bare).not.toEqual([]);
    expect(ended.code, ended.err).toBe(9);
    const { uncovered } = JSON.parse(ended.out) as { uncovered: { phone_number: string }[] };
    expect(uncovered.map((one) => one.phone_number)).toEqual(bare);
    for (const one of bare) expect(ended.err).toMatch(new RegExp(`WITHOUT AN EMERGENCY ADDRESS.*\\${one}`));
    faults?.set([]);
    // Still full: resume covers the numbers all the same, before it asks for a place for its files.
    isFull = () => true;
    const onFullDisk = await place.run('resume', '--settle', '1s', '--wait', '20s');
    expect(await bareNumbers(), onFullDisk.err).toEqual([]);
  }, 60_000);
});
