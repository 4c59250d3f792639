import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { FaultRule } from '../../../src/sandbox/faults.ts';
import { newestResults, openPlace, type Place } from '../support/command.ts';
import { standInOf } from '../support/world-state.ts';

const HEADER = 'phone_number,account,action,caller_name,street,unit,city,region,postal_code,country';
const SPRING = '200 N Spring St,,Los Angeles,CA,90012,US';
const FIFTH = '476 5th Ave,,New York,NY,10018,US';
const SETTLE = ['--settle', '4s'] as const;
/** Within the settle time, and after all checks of the first two seconds. */
const LATE_MS = 2_800;

type Account = 'twilio' | 'vonage' | 'sinch' | 'bandwidth' | 'bandwidth-orders';

const row = (account: string, phone: string, address: string): string =>
  `${phone},${account},assign,City Desk,${address}`;

const late = (operation: string, delayMs = LATE_MS, rule: Partial<FaultRule> = {}): FaultRule => ({
  when: { operation, nth: 1 },
  do: 'late',
  delayMs,
  ...rule,
});

/** A place with a sheet, and what the tests do with its stand-ins. */
interface Setup {
  readonly place: Place;
  fail(account: Account, ...rules: FaultRule[]): void;
  /** The kinds of the effects at an account, in order. */
  effectsOf(account: Account): string[];
  count(account: Account, kind: string): number;
  /** Verifies the sheet when nothing is on its way any more: what is uncovered then stays so. */
  verified(): Promise<number | null>;
}

/** The tests wait for most of their time, so they run side by side, each in a place of its own. */
async function inPlace(rows: readonly string[], work: (setup: Setup) => Promise<void>): Promise<void> {
  const place = await openPlace();
  const standIn = (account: Account) => standInOf(place, account);
  const effectsOf = (account: Account) => standIn(account).standIn.effects.map(({ kind }) => kind);
  try {
    await place.file('numbers.csv', `${HEADER}\n${rows.join('\n')}\n`);
    await work({
      place,
      fail: (account, ...rules) => standIn(account).faults.set(rules),
      effectsOf,
      count: (account, kind) => effectsOf(account).filter((each) => each === kind).length,
      verified: async () => {
        await sleep(LATE_MS);
        return (await place.run('verify', 'numbers.csv')).code;
      },
    });
  } finally {
    await place.close();
  }
}

describe.concurrent('changes that a carrier carries out after their answer was lost', () => {
  it('Twilio: a removal within a change that comes late is not followed by the new address too early', () =>
    inPlace(
      [row('twilio', '+14155550102', SPRING), row('twilio', '+14155550105', SPRING)],
      async ({ place, fail, count, verified }) => {
        fail('twilio', late('disassociate'));
        const { code, err } = await place.run('apply', 'numbers.csv', '--yes', ...SETTLE);
        expect({ code, err }).toMatchObject({ code: 0 });
        expect((await newestResults(place)).map(({ result }) => result)).toEqual(['applied', 'applied']);
        expect(await verified()).toBe(0);
        expect(count('twilio', 'disassociate')).toBe(1);
      },
    ));

  for (const account of ['twilio', 'vonage', 'bandwidth'] as const) {
    it(`${account}: an address that is created late is not created twice`, () =>
      inPlace(
        [row(account, '+14155550105', SPRING), row(account, '+14155550106', FIFTH)],
        async ({ place, fail, count, verified }) => {
          fail(account, late('create-address', LATE_MS, { do: 'reset-late' }));
          const { code, err } = await place.run('apply', 'numbers.csv', '--yes', ...SETTLE);
          expect({ code, err }).toMatchObject({ code: 0 });
          expect(await verified()).toBe(0);
          expect(count(account, 'create-address')).toBe(2);
        },
      ));
  }

  it('Bandwidth endpoints: an endpoint that is made late stays the only one', () =>
    inPlace([row('bandwidth', '+14155550105', SPRING)], async ({ place, fail, count, verified }) => {
      fail('bandwidth', late('associate'));
      expect((await place.run('apply', 'numbers.csv', '--yes', ...SETTLE)).code).toBe(0);
      expect(await verified()).toBe(0);
      expect(count('bandwidth', 'associate')).toBe(1);
    }));

  it('Sinch and Bandwidth orders: one write each, though the first is late', () =>
    inPlace(
      [row('sinch', '+14045550100', SPRING), row('bandwidth-orders', '+14155550105', SPRING)],
      async ({ place, fail, count, verified }) => {
        fail('sinch', late('associate'));
        fail('bandwidth-orders', late('associate'));
        const { code, err } = await place.run('apply', 'numbers.csv', '--yes', ...SETTLE);
        expect({ code, err }).toMatchObject({ code: 0 });
        expect(await verified()).toBe(0);
        expect([count('sinch', 'associate'), count('bandwidth-orders', 'associate')]).toEqual([1, 1]);
      },
    ));

  it('lets other rows and other addresses continue while one is in doubt', () =>
    inPlace(
      [
        row('twilio', '+14155550105', SPRING),
        row('twilio', '+14155550106', FIFTH),
        row('twilio', '+14155550102', FIFTH),
      ],
      async ({ place, fail, effectsOf }) => {
        const when = { operation: 'create-address', body: 'Spring' };
        fail('twilio', late('create-address', 5_000, { when }));
        expect((await place.run('apply', 'numbers.csv', '--yes', '--settle', '8s')).code).toBe(0);
        const kinds = effectsOf('twilio');
        expect(kinds.filter((kind) => kind === 'create-address')).toHaveLength(2);
        // One address, both of its rows, and only then the late one.
        const before = kinds.slice(0, kinds.lastIndexOf('create-address'));
        expect(before.filter((kind) => kind === 'associate')).toHaveLength(2);
      },
    ));

  it('takes a refusal after a lost answer for done: Bandwidth has the location already', () =>
    inPlace([row('bandwidth', '+14155550105', SPRING)], async ({ place, fail, count }) => {
      const second: FaultRule = {
        when: { operation: 'create-address', nth: 2 },
        do: 'delay',
        delayMs: 3_000,
      };
      fail('bandwidth', late('create-address', 3_500), second);
      const { code, err } = await place.run('apply', 'numbers.csv', '--yes', '--settle', '1s');
      expect({ code, err }).toMatchObject({ code: 0 });
      expect(count('bandwidth', 'create-address')).toBe(1);
    }));

  it('covers a number again that a removal beyond the settle time has uncovered', () =>
    inPlace(
      [row('twilio', '+14155550102', SPRING), row('twilio', '+14155550105', SPRING)],
      async ({ place, fail, verified }) => {
        // The other row keeps the run open until the removal has come.
        const other: FaultRule = { when: { operation: 'associate', nth: 1 }, do: 'delay', delayMs: 10_000 };
        fail('twilio', late('disassociate', 8_000), other);
        const { code, err } = await place.run('apply', 'numbers.csv', '--yes', '--settle', '1s');
        expect({ code, err }).toMatchObject({ code: 0 });
        expect(err).toContain('+14155550102 lost its address to a call that took effect late');
        expect(await verified()).toBe(0);
      },
    ));

  it('leaves no address of a check behind, though its creation came late', () =>
    inPlace(
      [row('vonage', '+14155550105', SPRING), row('vonage', '+14155550106', FIFTH)],
      async ({ place, fail, count }) => {
        // The other address keeps the command open until the creation has come.
        const other: FaultRule = {
          when: { operation: 'create-address', nth: 2 },
          do: 'delay',
          delayMs: 7_000,
        };
        fail('vonage', late('create-address', 5_000), other);
        const command = ['plan', 'numbers.csv', '--check-by-create', '--settle', '1s'] as const;
        const { code, err } = await place.run(...command);
        expect({ code, err }).toMatchObject({ code: 0 });
        expect([count('vonage', 'create-address'), count('vonage', 'delete-address')]).toEqual([3, 3]);
      },
    ));

  it('names a number with exit 9 that was covered at the plan and that nobody covers again', () =>
    inPlace([row('twilio', '+14155550102', SPRING)], async ({ place, fail }) => {
      const refused: FaultRule = { when: { operation: 'associate' }, do: 'status', status: 400 };
      // The removal takes effect after its last check, and no association is accepted.
      fail('twilio', late('disassociate', 1_500), refused);
      const { code, err } = await place.run(
        'apply',
        'numbers.csv',
        '--yes',
        '--settle',
        '1s',
        '--wait',
        '1s',
      );
      expect(code).toBe(9);
      expect(err).toMatch(/WITHOUT AN EMERGENCY ADDRESS.*\+14155550102/);
      expect((await place.run('runs', '--uncovered')).code).toBe(9);
    }));
});
