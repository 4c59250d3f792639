import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { csv, type Ended, newestRun, openPlace, type Place } from '../support/command.ts';
import { sampleOf } from '../support/sample-of.ts';

const HEADER = 'phone_number,action,caller_name,street,city,region,postal_code,country';
const SPRING = '200 N Spring St,Los Angeles,CA,90012,US';
const FIFTH = '476 5th Ave,New York,NY,10018,US';
const lines = [110, 111, 112, 113, 114, 115, 116, 117];
const number = (line: number): string => `+14155550${line}`;
const assign = (line: number, address: string): string => `${number(line)},assign,City Desk,${address}`;
const sheet = (...rows: string[]): string => `${HEADER}\n${rows.join('\n')}\n`;

/** Covers six numbers, then asks for another address for four of them, none for one, and one for two new ones. */
const BEFORE = sheet(...lines.slice(0, 6).map((line) => assign(line, SPRING)));
const AFTER = sheet(
  ...lines.slice(0, 4).map((line) => assign(line, FIFTH)),
  `${number(114)},remove,,,,,,`,
  assign(115, SPRING),
  ...lines.slice(6).map((line) => assign(line, FIFTH)),
);

interface TwilioNumber {
  readonly phone_number: string;
  readonly emergency_address_sid: string | null;
  readonly emergency_address_status: string;
}

describe('e911 resume', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace({ scale: 0.3 });
    await place.file('before.csv', BEFORE);
    await place.file('after.csv', AFTER);
    const { code, err } = await place.run('apply', 'before.csv', '--yes');
    expect({ code, err }).toMatchObject({ code: 0 });
  });
  afterEach(() => place.close());

  const twilio = () => {
    const found = place.sandbox.standIns.find(({ account }) => account === 'twilio');
    if (!found) throw new Error('there is no stand-in for Twilio');
    return found;
  };

  async function numbersAtTwilio(): Promise<Map<string, TwilioNumber>> {
    const { TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: token } = place.sandbox.environment;
    const url = `${twilio().origin}/2010-04-01/Accounts/${sid}/IncomingPhoneNumbers.json?PageSize=1000`;
    const headers = { authorization: `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}` };
    const body = (await (await fetch(url, { headers })).json()) as {
      incoming_phone_numbers: TwilioNumber[];
    };
    return new Map(body.incoming_phone_numbers.map((one) => [one.phone_number, one]));
  }

  /** Starts a command and kills it, without a chance to tidy up, once the stand-in has seen that many more effects. */
  async function killAfter(effects: number, ...args: string[]): Promise<void> {
    const goal = twilio().standIn.effects.length + effects;
    const { child, ended } = place.start(...args);
    const watch = setInterval(() => {
      if (twilio().standIn.effects.length >= goal) child.kill('SIGKILL');
    }, 1);
    if (child.exitCode === null) await once(child, 'exit');
    clearInterval(watch);
    await ended;
  }

  /** Begins a command and presses Ctrl-C once the stand-in has seen one more effect. */
  async function interruptAfterOne(...args: string[]): Promise<Ended> {
    const goal = twilio().standIn.effects.length + 1;
    const { ended, signal } = place.begin(...args);
    const watch = setInterval(() => {
      if (twilio().standIn.effects.length < goal) return;
      clearInterval(watch);
      signal('SIGINT');
    }, 1);
    return ended.finally(() => clearInterval(watch));
  }

  /** The end that an undisturbed run has, whatever happened on the way. */
  async function expectUndisturbedEnd(): Promise<void> {
    const folder = await newestRun(place);
    const results = await csv(path.join(folder, 'results.csv'));
    expect(results.map((row) => row['phone_number'])).toEqual(lines.map(number));
    expect(results.map((row) => row['result'])).toEqual(
      lines.map((line) => (line === 115 ? 'unchanged' : 'applied')),
    );
    const summary = JSON.parse(await readFile(path.join(folder, 'summary.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    expect(summary).toMatchObject({ rows: 8, applied: 7, unchanged: 1, exit_code: 0 });
    expect((await stat(path.join(folder, 'results.csv'))).mode & 0o777).toBe(0o600);
    const numbers = await numbersAtTwilio();
    const statuses = lines.map((line) => numbers.get(number(line))?.emergency_address_status);
    expect(statuses).toEqual(lines.map((line) => (line === 114 ? 'unregistered' : 'registered')));
    const fifth = [110, 111, 112, 113, 116, 117].map(
      (line) => numbers.get(number(line))?.emergency_address_sid,
    );
    expect(new Set(fifth).size).toBe(1);
    const created = place.effects().filter((effect) => effect.kind === 'create-address');
    expect(created).toHaveLength(2);
  }

  for (const effects of sampleOf([1, 2, 5, 9], [1, 3])) {
    it(`ends as an undisturbed run when the run is killed after ${effects} effects`, async () => {
      await killAfter(effects, 'apply', 'after.csv', '--yes', '--settle', '2s');
      const { code, err, out } = await place.run('resume');
      expect({ code, err, out }).toMatchObject({ code: 0 });
      await expectUndisturbedEnd();
      expect((await place.run('resume')).out).toContain('Nothing to resume');
    });
  }

  it('can itself be killed, again and again', async () => {
    await killAfter(3, 'apply', 'after.csv', '--yes', '--settle', '2s');
    await killAfter(1, 'resume');
    await killAfter(2, 'resume');
    await killAfter(1, 'resume');
    const { code, err } = await place.run('resume');
    expect({ code, err }).toMatchObject({ code: 0 });
    await expectUndisturbedEnd();
  });

  it('starts a run again under its own id when it had changed nothing', async () => {
    const standIn = twilio();
    standIn.faults.set([{ when: { operation: 'list-addresses' }, do: 'hang' }]);
    const asked = standIn.server.requests.length;
    const { child, ended } = place.start('apply', 'after.csv', '--yes', '--settle', '2s');
    while (standIn.server.requests.length === asked) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill('SIGKILL');
    await ended;
    standIn.faults.set([]);
    expect(place.effects().filter(({ kind }) => kind === 'disassociate')).toEqual([]);
    const { code, err } = await place.run('resume', '--yes');
    expect({ code, err }).toMatchObject({ code: 0 });
    await expectUndisturbedEnd();
  });

  it('continues after Ctrl-C, and names the command to type', async () => {
    const interrupted = await interruptAfterOne('apply', 'after.csv', '--yes', '--settle', '2s');
    expect(interrupted.code).toBe(130);
    expect(interrupted.out).toMatch(/next: e911 resume \d{8}-/);
    const { code, err } = await place.run('resume');
    expect({ code, err }).toMatchObject({ code: 0 });
    await expectUndisturbedEnd();
  });

  it('calls nothing unchanged that the interrupted run made itself', async () => {
    const address = `,add-address,City Desk,${FIFTH}`;
    const second = '600 4th Ave,Seattle,WA,98104,US';
    await place.file('with-address.csv', sheet(address, assign(110, FIFTH), assign(116, second)));
    // The second address keeps the numbers, and the row of the first address, waiting for the interruption.
    twilio().faults.set([{ when: { operation: 'create-address', nth: 2 }, do: 'delay', delayMs: 1_000 }]);
    expect((await interruptAfterOne('apply', 'with-address.csv', '--yes', '--force')).code).toBe(130);
    const { code, err } = await place.run('resume');
    expect({ code, err }).toMatchObject({ code: 0 });
    const results = await csv(path.join(await newestRun(place), 'results.csv'));
    expect(results.map((row) => row['result'])).toEqual(Array(3).fill('applied'));
  });

  it('leaves a number alone that was changed while the run was interrupted', async () => {
    await killAfter(2, 'apply', 'after.csv', '--yes', '--settle', '2s');
    await place.file('meanwhile.csv', sheet(assign(113, '600 4th Ave,Seattle,WA,98104,US')));
    expect((await place.run('apply', 'meanwhile.csv', '--yes')).code).toBe(0);
    const run = (await place.run('runs', '--json')).out;
    const { runs } = JSON.parse(run) as { runs: { run_id: string; sheet: { name: string } }[] };
    const killed = runs.find((one) => one.sheet.name === 'after.csv')?.run_id ?? '';
    const { code } = await place.run('resume', killed);
    expect(code).toBe(1);
    const results = await csv(path.join(place.dir, 'e911-runs', killed, 'results.csv'));
    expect(results.find((row) => row['phone_number'] === number(113))).toMatchObject({
      result: 'failed',
      error_code: 'stale',
    });
    expect(results.filter((row) => row['result'] === 'applied')).toHaveLength(6);
  });

  it('says so when nothing is left to do, and refuses a run that it does not know', async () => {
    expect(await place.run('resume')).toMatchObject({ code: 0 });
    const { code, err } = await place.run('resume', '20200101-000000000-none');
    expect(code).toBe(2);
    expect(err).toContain('RUN_UNKNOWN');
  });
});
