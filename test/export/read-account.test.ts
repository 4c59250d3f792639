import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenAccount } from '../../src/config/open-account.ts';
import { ProviderError } from '../../src/errors/provider-error.ts';
import type { AccountReading } from '../../src/export/context/export-options.ts';
import { openSpool, type Spool } from '../../src/export/context/spool.ts';
import { readAccount } from '../../src/export/reading/read-account.ts';
import type { NumberState, Page, ProviderAccount } from '../../src/providers/contract.ts';
import { capabilities, numberState } from './facts.ts';

let dir: string;
let spool: Spool;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'export-'));
  spool = await openSpool(path.join(dir, '.spool.partial'));
});
afterEach(async () => {
  spool.close();
  await rm(dir, { recursive: true, force: true });
});

const numbers = (...lines: number[]): NumberState[] =>
  lines.map((line) =>
    numberState({ phoneNumber: `+1415555${line}`, handle: `PN${line}`, emergency: { addressId: '' } }),
  );

/** Reads an account whose list of numbers is these pages. */
async function read(
  pages: readonly Page<NumberState>[],
  more: Partial<ProviderAccount> = {},
  limit?: number,
  index = 0,
): Promise<AccountReading> {
  const provider: ProviderAccount = {
    provider: 'twilio',
    accountKey: 'twilio:test',
    capabilities,
    checkAccess: async () => undefined,
    async *listNumbers() {
      yield* pages;
    },
    findNumber: async () => null,
    async *listAddresses() {},
    findAddress: async () => null,
    execute: () => Promise.reject(new Error('An export changes nothing.')),
    checkEffect: () => Promise.reject(new Error('An export changes nothing.')),
    ...more,
  };
  const open: OpenAccount = {
    name: 'hq',
    provider,
    notices: [],
    stats: () => ({ total: 0, byOperation: {}, retries: 0, throttled: 0, ratePerSecond: 0 }),
    listSubaccounts: async () => [],
    redact: (text) => text.replaceAll('secret', '***'),
    close: async () => undefined,
  };
  const reading: AccountReading = {
    account: 'hq',
    index,
    provider: 'twilio',
    title: 'Twilio',
    accountKey: 'twilio:test',
    scope: '',
    cannotList: '',
    unreadable: 0,
    limited: false,
    pages: 0,
    listed: 0,
    total: null,
    rows: 0,
    problem: '',
    code: '',
    hint: '',
    reached: false,
    startedAt: '',
    finishedAt: '',
  };
  const call = { signal: new AbortController().signal, priority: 'read' } as const;
  const filter = limit === undefined ? {} : { limit };
  await readAccount('numbers', { open, reading, spool, filter, call, memory: null, onRead: () => undefined });
  return reading;
}

const laidDown = (): string[] => [...spool.all<NumberState>('number')].map(({ body }) => body.phoneNumber);

describe('reading an account', () => {
  it('lays numbers down sorted, whatever order they come in', async () => {
    const reading = await read([
      { items: numbers(3, 1), total: 3 },
      { items: numbers(2), total: 3 },
    ]);
    expect(laidDown()).toEqual(['+14155551', '+14155552', '+14155553']);
    expect(reading).toMatchObject({ problem: '', pages: 2, listed: 3, total: 3, rows: 3, reached: true });
  });

  it('is not whole when fewer come than the provider counts', async () => {
    const reading = await read([{ items: numbers(1, 2), total: 3 }]);
    expect(reading.problem).toMatch(/states 3 items and listed 2/);
    expect(laidDown()).toHaveLength(2);
  });

  it('is not whole when a number comes twice', async () => {
    const reading = await read([
      { items: numbers(1, 2), total: null },
      { items: numbers(2, 3), total: null },
    ]);
    expect(reading.problem).toMatch(/\+14155552 is listed twice/);
  });

  it('stops at a limit without calling that cut off', async () => {
    const reading = await read(
      [
        { items: numbers(1, 2), total: 9 },
        { items: numbers(3, 4), total: 9 },
      ],
      {},
      3,
    );
    expect(reading).toMatchObject({ problem: '', rows: 3, limited: true });
  });

  it.each([
    [4, 4, false],
    [5, 4, false],
    [4, null, true],
    [3, null, true],
    [5, null, false],
  ])('says whether a limit of %j left out any of a list whose total is %j', async (limit, total, limited) => {
    const pages = [
      { items: numbers(1, 2), total },
      { items: numbers(3, 4), total },
    ];
    expect(await read(pages, {}, limit)).toMatchObject({ problem: '', limited });
  });

  it('keeps a number that cannot be read by itself as unknown, and says so without secrets', async () => {
    const refused = new ProviderError('broken by secret', {
      kind: 'unknown',
      provider: 'twilio',
      operation: 'fetch-emergency',
    });
    const listed = numbers(1, 2).map((one) => ({
      ...one,
      emergency: { ...one.emergency, state: 'unknown' as const },
    }));
    const reading = await read([{ items: listed, total: 2 }], {
      capabilities: { ...capabilities, listShowsEmergency: false },
      completeNumber: (one) =>
        one.handle === 'PN1' ? Promise.reject(refused) : Promise.resolve(numbers(2)[0] ?? one),
    });
    expect(reading.problem).toMatch(/1 number could not be read, the first: \+14155551 \(broken by \*\*\*\)/);
    expect([...spool.all<NumberState>('number')].map(({ body }) => body.emergency.state)).toEqual([
      'unknown',
      'covered',
    ]);
  });

  it('is not whole when more come than the provider counts', async () => {
    const reading = await read([{ items: numbers(1, 2), total: 1 }]);
    expect(reading.problem).toMatch(/states 1 item and listed 2/);
  });

  const failing = (kind: 'refused' | 'unknown' | 'credentials') =>
    new ProviderError('no', { kind, provider: 'twilio', operation: 'fetch-emergency' });
  const many = numbers(...Array.from({ length: 40 }, (_, at) => 100 + at));
  const perNumber = { capabilities: { ...capabilities, listShowsEmergency: false } };

  it('leaves a refusal with its number, however many are refused, and reads all others', async () => {
    const reading = await read([{ items: many, total: 40 }], {
      ...perNumber,
      completeNumber: (one) =>
        Number(one.handle.slice(2)) % 2 === 0 ? Promise.reject(failing('refused')) : Promise.resolve(one),
    });
    expect(reading).toMatchObject({ rows: 40, unreadable: 20 });
    expect(reading.problem).toMatch(/^20 numbers could not be read/);
    expect([...spool.all('unread')]).toHaveLength(20);
  });

  it("names an unreadable number of its own, not another account's", async () => {
    const refusing = { ...perNumber, completeNumber: () => Promise.reject(failing('refused')) };
    await read([{ items: numbers(1), total: 1 }], refusing);
    const second = await read([{ items: numbers(2), total: 1 }], refusing, undefined, 1);
    expect(second.problem).toContain('1 number could not be read, the first: +14155552');
  });

  it('gives up an account that stops to answer, and one that refuses the credentials', async () => {
    const silent = await read([{ items: many, total: 40 }], {
      ...perNumber,
      completeNumber: () => Promise.reject(failing('unknown')),
    });
    expect(silent).toMatchObject({ problem: 'no', unreadable: 10 });
    const barred = await read([{ items: numbers(1), total: 1 }], {
      ...perNumber,
      completeNumber: () => Promise.reject(failing('credentials')),
    });
    expect(barred).toMatchObject({ problem: 'no', unreadable: 0 });
  });

  it('leaves an address that cannot be read with its number', async () => {
    const listed = numbers(1, 2).map((one) => ({
      ...one,
      emergency: { ...one.emergency, addressId: one.handle === 'PN1' ? 'AD9' : '' },
    }));
    const reading = await read([{ items: listed, total: 2 }], {
      findAddress: () => Promise.reject(failing('refused')),
    });
    expect(reading).toMatchObject({ rows: 2, unreadable: 1 });
  });

  it('throws an internal error on', async () => {
    const broken = { completeNumber: () => Promise.reject(new TypeError('ours')) };
    const asked = { capabilities: { ...capabilities, listShowsEmergency: false }, ...broken };
    await expect(read([{ items: numbers(1), total: 1 }], asked)).rejects.toThrow(TypeError);
  });
});

describe('the spool', () => {
  it('reads back by account and key over many batches, counts neighbors, and leaves nothing', async () => {
    spool.together(() => {
      for (let at = 0; at < 1200; at += 1) {
        const key = String(at).padStart(4, '0');
        const group = { place: `place ${at % 2}`, building: 'building', hasUnit: at % 3 === 0 };
        expect(spool.addPlace(at % 2, key, group)).toBe(true);
      }
    });
    const keys = [...spool.all('place')].map(({ account, key }) => `${account} ${key}`);
    expect(keys).toEqual([...keys].sort());
    expect(keys).toHaveLength(1200);
    expect(spool.countPlace('place', 'place 1')).toBe(600);
    expect(spool.countUnits('place', 'building')).toBe(400);
    expect(spool.add('place', 0, '0000', {})).toBe(false);
    spool.close();
    expect(await readdir(dir)).toEqual([]);
    spool = await openSpool(path.join(dir, '.spool.partial'));
  });
});
