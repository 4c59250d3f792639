import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newestResults, newestRun, openPlace, type Place } from '../support/command.ts';

const HEADER = 'phone_number,action,caller_name,street,city,region,postal_code,country';

/** A row that gives a number an address; `+1415555` and the last four digits. */
function row(line: number, street = '200 N Spring St'): string {
  return `+14155550${line},,City Desk,${street},Los Angeles,CA,90012,US`;
}

function sheet(...rows: string[]): string {
  return `${HEADER}\n${rows.join('\n')}\n`;
}

describe('exit codes', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace({ scale: 0.05 });
    await place.file('one.csv', sheet(row(110)));
  });
  afterEach(() => place.close());

  function faults(rules: unknown): void {
    for (const standIn of place.sandbox.standIns) standIn.faults.set(rules);
  }
  function switches(changes: unknown): void {
    place.sandbox.standIns
      .find(({ account }) => account === 'twilio')
      ?.standIn.controls?.setSwitches(changes);
  }

  it('4 and no write without an interactive terminal', async () => {
    const { code, err, out } = await place.run('apply', 'one.csv');
    expect(code).toBe(4);
    expect(`${out}${err}`).toContain('--yes');
    // Said once on each stream, not again for each row.
    expect(out.match(/Confirmation required/g)).toHaveLength(1);
    expect(place.effects()).toEqual([]);
    const json = await place.run('apply', 'one.csv', '--json');
    expect(json.code).toBe(4);
    expect(JSON.parse(json.out)).toMatchObject({ exit_code: 4 });
  });

  it('4 when a threshold is passed, and --force continues', async () => {
    const numbers = [110, 111, 112, 113, 114, 115, 116, 117, 118, 119].map((line) => row(line));
    await place.file('covered.csv', sheet(...numbers));
    expect((await place.run('apply', 'covered.csv', '--yes')).code).toBe(0);
    const removals = [110, 111, 112, 113, 114, 115].map((line) => `+14155550${line},remove,,,,,,`);
    await place.file('removals.csv', sheet(...removals));
    const before = place.effects().length;
    const stopped = await place.run('apply', 'removals.csv', '--yes', '--max-remove', '2');
    expect(stopped.code).toBe(4);
    // Of a short sheet only its own numbers are read, unless a guard is about to judge by them.
    expect(stopped.err).toMatch(/6 of 20 covered numbers \(limit: --max-remove /);
    expect(place.effects().length).toBe(before);
    expect((await place.run('apply', 'removals.csv', '--yes', '--max-remove', '2', '--force')).code).toBe(0);
  });

  it('3 when all rows are wrong, or any is under --strict', async () => {
    await place.file('mixed.csv', sheet(row(110), row(111, 'Spring St')));
    const { code } = await place.run('apply', 'mixed.csv', '--yes', '--strict');
    expect(code).toBe(3);
    expect((await place.run('validate', 'mixed.csv')).code).toBe(3);
    expect(place.effects()).toEqual([]);
  });

  it('5 when the credentials are refused, and when no server answers', async () => {
    faults([{ do: 'status', status: 401, body: '{"code":20003,"message":"Authenticate","status":401}' }]);
    expect((await place.run('accounts', 'check')).code).toBe(5);
    expect((await place.run('apply', 'one.csv', '--yes')).code).toBe(5);
    faults([]);
    expect((await place.run('accounts', 'check')).code).toBe(0);
    await place.file(
      'gone.yaml',
      'accounts:\n  gone:\n    provider: twilio\n    account_sid: env:TWILIO_ACCOUNT_SID\n' +
        '    auth_token: env:TWILIO_AUTH_TOKEN\n    base_url: http://127.0.0.1:9\n',
    );
    const check = await place.run('accounts', 'check', '--config', 'gone.yaml');
    expect(check.code).toBe(5);
    expect(check.out).toMatch(/gone +Twilio +UNREACHABLE/);
  });

  it('6 when a registration is still pending after --wait', async () => {
    switches({ registrationDelayMs: 600_000 });
    const { code } = await place.run('apply', 'one.csv', '--yes', '--wait', '1s');
    expect(code).toBe(6);
    expect((await newestResults(place))[0]).toMatchObject({ result: 'pending' });
  });

  it('7 with plan --fail-on-changes', async () => {
    expect((await place.run('plan', 'one.csv', '--fail-on-changes')).code).toBe(7);
  });

  it('1 when a registration fails', async () => {
    switches({ registrationFailures: ['+14155550110'] });
    const { code } = await place.run('apply', 'one.csv', '--yes', '--wait', '5s');
    expect(code).toBe(1);
    expect((await newestResults(place))[0]).toMatchObject({ result: 'failed' });
  });

  it('survives a reader that goes away', async () => {
    const started = place.start('apply', 'one.csv', '--yes');
    started.child.stdout?.destroy();
    const { code } = await started.ended;
    expect(code).toBe(0);
    expect((await newestResults(place))[0]).toMatchObject({ result: 'applied' });
  });
});

describe('signals', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace({ scale: 1 });
    const rows = Array.from({ length: 60 }, (_, index) => row(110 + index));
    await place.file(
      'many.csv',
      sheet(`+14155550102,,City Desk,200 N Spring St,Los Angeles,CA,90012,US`, ...rows),
    );
  });
  afterEach(() => place.close());

  async function inTheMiddle(): Promise<ReturnType<Place['start']>> {
    const started = place.start('apply', 'many.csv', '--yes', '--max-replace', '100%');
    while (!place.effects().some(({ kind }) => kind === 'disassociate' || kind === 'associate')) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return started;
  }

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s once: finishes what is open, writes the files, %d', async (signal, exit) => {
    const started = await inTheMiddle();
    started.child.kill(signal);
    const { code, err } = await started.ended;
    expect({ code, err }).toMatchObject({ code: exit });
    const results = await newestResults(place);
    expect(results).toHaveLength(61);
    expect((await place.run('runs', '--uncovered')).code).toBe(0);
    const again = await place.run('apply', 'many.csv', '--yes', '--max-replace', '100%');
    expect(again.code).toBe(0);
  });

  it('twice: leaves at once and names what is open', async () => {
    const twilio = place.sandbox.standIns.find(({ account }) => account === 'twilio');
    twilio?.standIn.controls?.setSwitches({ removalDelayMs: 60_000 });
    const started = place.start('apply', 'many.csv', '--yes', '--max-replace', '100%');
    while (!place.effects().some(({ kind }) => kind === 'disassociate')) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
    started.child.kill('SIGINT');
    await started.said(/Stopping/);
    const atMs = performance.now();
    started.child.kill('SIGINT');
    const { code, err } = await started.ended;
    // The removal that is open would take a minute.
    expect(performance.now() - atMs).toBeLessThan(30_000);
    // An uncovered number wins over every other code.
    expect(code).toBe(9);
    expect(err).toContain('WITHOUT AN EMERGENCY ADDRESS');
    expect(err).toContain('+14155550102');
    expect(err).toContain('e911 resume');
    const uncovered = await place.run('runs', '--uncovered');
    expect(uncovered.code).toBe(9);
    expect(uncovered.out).toContain('+14155550102');
    const next = await place.run('plan', 'many.csv');
    expect(next.err).toContain('+14155550102');
    expect(await newestRun(place)).toBeTruthy();
  });
});
