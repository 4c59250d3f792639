import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { FaultRule } from '../../../src/sandbox/faults.ts';
import { newestResults, openPlace, type Place } from '../support/command.ts';
import { standInOf } from '../support/world-state.ts';

const HEADER = 'phone_number,account,action,caller_name,street,unit,city,region,postal_code,country';
const SPRING = '200 N Spring St,,Los Angeles,CA,90012,US';

type Account = 'twilio' | 'bandwidth';

const row = (account: string, phone: string): string => `${phone},${account},assign,City Desk,${SPRING}`;

/** A place with a sheet, and what the tests do with its stand-ins. */
interface Setup {
  readonly place: Place;
  count(account: Account, kind: string): number;
  /** Starts a run whose first call of an operation takes effect `delayMs` later, and ends it once that call was sent. */
  endAfterSending(
    account: Account,
    operation: string,
    delayMs: number,
    signal?: 'SIGKILL' | 'SIGINT',
  ): Promise<void>;
}

/** The tests wait for most of their time, so they run side by side, each in a place of its own. */
async function inPlace(rows: readonly string[], work: (setup: Setup) => Promise<void>): Promise<void> {
  const place = await openPlace();
  const standIn = (account: Account) => standInOf(place, account);
  try {
    await place.file('numbers.csv', `${HEADER}\n${rows.join('\n')}\n`);
    await work({
      place,
      count: (account, wanted) =>
        standIn(account).standIn.effects.filter(({ kind }) => kind === wanted).length,
      endAfterSending: async (account, operation, delayMs, signal = 'SIGKILL') => {
        const { faults } = standIn(account);
        const rule: FaultRule = { when: { operation, nth: 1 }, do: 'late', delayMs };
        faults.set([rule]);
        const { child, ended } = place.start('apply', 'numbers.csv', '--yes', '--settle', '15s');
        const watch = setInterval(() => {
          if (faults.list()[0]?.struck === 1) child.kill(signal);
        }, 5);
        if (child.exitCode === null) await once(child, 'exit');
        clearInterval(watch);
        await ended;
        faults.set([]);
      },
    });
  } finally {
    await place.close();
  }
}

/** What a process left on its way that was killed or stopped, and what the next command makes of it. */
describe.concurrent('changes that take effect after their process has ended', () => {
  it('a removal at Twilio that comes after a kill: the number ends covered, and the row is applied', () =>
    inPlace(
      [row('twilio', '+14155550102'), row('twilio', '+14155550105')],
      async ({ place, count, endAfterSending }) => {
        await endAfterSending('twilio', 'disassociate', 3_000);
        const { code, err } = await place.run('resume');
        expect({ code, err }).toMatchObject({ code: 0 });
        expect((await newestResults(place)).map(({ result }) => result)).toEqual(['applied', 'applied']);
        expect(count('twilio', 'disassociate')).toBe(1);
        expect((await place.run('verify', 'numbers.csv')).code).toBe(0);
      },
    ));

  it('a second endpoint at Bandwidth is not made by the resume after a kill, and undo rolls the first one back', () =>
    inPlace([row('bandwidth', '+14155550105')], async ({ place, count, endAfterSending }) => {
      await endAfterSending('bandwidth', 'associate', 3_000);
      expect((await place.run('resume')).code).toBe(0);
      expect((await newestResults(place))[0]).toMatchObject({ result: 'applied' });
      expect(count('bandwidth', 'associate')).toBe(1);
      const { code, err } = await place.run('undo', '--yes', '--max-remove', '100%');
      expect({ code, err }).toMatchObject({ code: 0 });
      expect(count('bandwidth', 'disassociate')).toBe(1);
    }));

  it('are named by the next command while they may still come', () =>
    inPlace([row('bandwidth', '+14155550105')], async ({ place, endAfterSending }) => {
      await endAfterSending('bandwidth', 'associate', 60_000, 'SIGINT');
      expect((await place.run('runs')).err).toContain('may still take effect (+14155550105)');
    }));

  it('are found by the next command of any kind when they have come', () =>
    inPlace([row('bandwidth', '+14155550105')], async ({ place, count, endAfterSending }) => {
      await endAfterSending('bandwidth', 'associate', 1_500, 'SIGINT');
      while (count('bandwidth', 'associate') === 0) await sleep(20);
      const after = await place.run(
        'export',
        '--account',
        'bandwidth',
        '--out',
        'out',
        '--state',
        'e911-runs',
      );
      expect(after.err).toContain('has taken effect (+14155550105)');
      expect(after.err).toMatch(/To compare: e911 verify [\w-]+ .*--state e911-runs\n/);
      expect((await place.run('runs')).err).not.toContain('+14155550105');
      expect((await place.run('resume')).code).toBe(0);
      expect((await newestResults(place))[0]).toMatchObject({ result: 'applied' });
      expect(count('bandwidth', 'associate')).toBe(1);
    }));

  it('an apply of the same sheet waits for what may still come, and writes nothing twice', () =>
    inPlace([row('bandwidth', '+14155550105')], async ({ place, count, endAfterSending }) => {
      await endAfterSending('bandwidth', 'associate', 2_500, 'SIGINT');
      const { code, err } = await place.run('apply', 'numbers.csv', '--yes');
      expect({ code, err }).toMatchObject({ code: 0 });
      expect(count('bandwidth', 'associate')).toBe(1);
      expect(count('bandwidth', 'create-address')).toBe(1);
    }));
});
