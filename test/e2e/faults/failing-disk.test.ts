import { existsSync, readdirSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../../src/cli/main.ts';
import type { Disk } from '../../../src/files/disk.ts';
import { fakeIo } from '../../cli/fake-io.ts';
import { failingDisk } from '../../files/failing-disk.ts';
import { csv, type Ended, openPlace, type Place } from '../support/command.ts';
import { twilioNumbers } from '../support/twilio-numbers.ts';

const HEADER = 'phone_number,action,caller_name,street,city,region,postal_code,country';
const ADDRESSES = ['200 N Spring St,Los Angeles,CA,90012,US', '476 5th Ave,New York,NY,10018,US'];
const NUMBERS = ['+14155550110', '+14155550111'];
const STEP = process.env['E911_TESTS'] === 'all' ? 1 : 9;

describe('a disk that refuses from one of its operations on', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace({ scale: 0.02 });
    for (const [at, address] of ADDRESSES.entries()) {
      const rows = NUMBERS.map((one) => `${one},assign,City Desk,${address}`);
      await place.file(`${at}.csv`, [HEADER, ...rows].join('\n'));
    }
    expect(await place.run('apply', '0.csv', '--yes', '--wait', '20s')).toMatchObject({ code: 0 });
  });
  afterEach(() => place.close());

  async function runOn(disk: Disk, ...args: string[]): Promise<Ended> {
    const fake = fakeIo(place.dir, {
      environment: { PATH: process.env['PATH'], HOME: place.dir, ...place.sandbox.environment },
      random: Math.random,
      operator: userInfo().username,
      host: hostname(),
      pid: process.pid,
      disk,
    });
    const code = await main([...args], fake.io);
    return { code, out: fake.out(), err: fake.err() };
  }

  /** Every results.csv that is there has both rows. */
  async function expectWholeFiles(): Promise<void> {
    const state = path.join(place.dir, 'e911-runs');
    for (const run of readdirSync(state)) {
      const file = path.join(state, run, 'results.csv');
      if (existsSync(file)) expect(await csv(file), run).toHaveLength(NUMBERS.length);
    }
  }

  it('leaves no half file and no unnamed number, and the next commands finish the work', async () => {
    const change = ['--yes', '--force', '--settle', '1s', '--wait', '20s'];
    let refused = 0;
    for (let at = 1; ; at += STEP) {
      const code = at % 2 === 0 ? 'EIO' : 'ENOSPC';
      const disk = failingDisk(at, code, true);
      const sheet = `${(refused + 1) % 2}.csv`;
      const ended = await runOn(disk, 'apply', sheet, ...change);
      if (disk.operations() < at) break;
      refused += 1;
      const now = await twilioNumbers(place);
      const bare = NUMBERS.filter((one) => now.get(one)?.emergency_address_status !== 'registered');
      for (const one of bare) expect(ended.err, `operation ${at}`).toContain(one);
      expect(bare.length > 0 ? [9] : [2, 70], `operation ${at}: ${ended.err}`).toContain(ended.code);
      expect(ended.err, `operation ${at}`).toContain(code);
      await expectWholeFiles();
      await place.run('resume', '--settle', '1s', '--wait', '20s');
      const again = await place.run('apply', sheet, ...change);
      expect(again.code, again.err).toBe(0);
      expect((await place.run('runs', '--uncovered')).code).toBe(0);
      await expectWholeFiles();
    }
    expect(refused).toBeGreaterThan(3);
  }, 120_000);
});
