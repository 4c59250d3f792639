import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { asOwner } from '../../postgres/new-database.ts';
import { openProxy } from '../../postgres/proxy.ts';
import { csv } from '../support/command.ts';
import { openTeam, SHEET } from './team.ts';

const APPLY = ['apply', 'numbers.csv', '--yes', '--verbose'];

/** Every lease ran out, as when 30 s have passed. */
const expire = (url: string) => asOwner(url, 'UPDATE e911.leases SET expires_at = clock_timestamp()');

/** What the journal holds of the runs and their calls. */
const historyOf = (url: string) =>
  asOwner(
    url,
    `SELECT to_jsonb(r) - 'written_at' AS run, (SELECT json_agg(c ORDER BY call_id) FROM e911.calls c WHERE c.run_id = r.run_id) AS calls,
      (SELECT json_agg(o ORDER BY seq) FROM e911.operations o WHERE o.run_id = r.run_id) AS operations,
      (SELECT json_agg(s ORDER BY position) FROM e911.sheet_rows s WHERE s.run_id = r.run_id) AS rows FROM e911.runs r ORDER BY seq`,
  );

describe('two operators and one account', () => {
  it('one applies; the other is refused with who holds it, or waits and applies after it', async () => {
    const { place, url, desk } = await openTeam({ latencyMs: 200, scale: 0 });
    const [ada, bob] = [await desk('Ada'), await desk('Bob')];
    for (const each of [ada, bob]) await each.file('numbers.csv', SHEET);
    const first = ada.start(...APPLY);
    await first.said(/twilio.*GET/);
    first.child.kill('SIGSTOP');
    const [run = ''] = await ada.runs();
    const refused = await bob.run('apply', 'numbers.csv', '--yes');
    expect(refused.code).toBe(4);
    expect(refused.err + refused.out).toMatch(
      new RegExp(
        `in use by run ${run} of Ada \\(pid ${first.child.pid} on \\S+, since 20\\d\\d-[\\dT:-]+Z\\)`,
      ),
    );
    expect(place.effects()).toEqual([]);
    const waiting = bob.begin('apply', 'numbers.csv', '--yes', '--wait-for-lock', '30m');
    await expect.poll(waiting.err, { timeout: 30_000 }).toContain('Waits for it, up to 30 min');
    first.child.kill('SIGCONT');
    expect((await first.ended).code).toBe(0);
    expect((await waiting.ended).code).toBe(0);
    const runs = (await bob.run('runs', '--json')).out;
    expect(JSON.parse(runs)).toMatchObject({
      runs: [
        { operator: 'Bob', run_exit_code: 0 },
        { operator: 'Bob', run_exit_code: 4 },
        { operator: 'Ada', run_exit_code: 0 },
      ],
    });
    expect(await asOwner(url, "SELECT account_key FROM e911.leases WHERE holder <> ''")).toEqual([]);
  });

  it('a holder that was stopped past its lease changes and writes nothing when it wakes; the other has resumed its run', async () => {
    const { place, url, desk } = await openTeam({ latencyMs: 100, scale: 0 });
    const [ada, bob] = [await desk('Ada'), await desk('Bob')];
    await ada.file('numbers.csv', SHEET);
    const first = ada.start(...APPLY);
    await first.said(/twilio (POST|DELETE)/);
    first.child.kill('SIGSTOP');
    const [run = ''] = await ada.runs();
    const back = await ada.away();
    expect((await bob.run('resume', run, '--yes')).err).toMatch(/in use by run \S+ of Ada/);
    await expire(url);
    const resumed = await bob.run('resume', run, '--yes', '--settle', '1s');
    expect([resumed.code, resumed.err]).toEqual([0, expect.any(String)]);
    const [effects, history] = [place.effects().length, await historyOf(url)];
    await back();
    first.child.kill('SIGCONT');
    const woken = await first.ended;
    // A server ends the session of a process that was stopped inside a transaction.
    expect(woken.err).toMatch(/LEASE_LOST|JOURNAL_UNREACHABLE/);
    expect([4, 70]).toContain(woken.code);
    expect(place.effects()).toHaveLength(effects);
    expect(await historyOf(url)).toEqual(history);
    expect(await readdir(path.join(ada.dir, 'e911-runs', run))).not.toContain('results.csv');
    const results = await csv(path.join(bob.dir, 'e911-runs', run, 'results.csv'));
    expect(results.map(({ result }) => result)).toEqual(['applied', 'applied', 'applied']);
    expect((await bob.run('verify', run)).code).toBe(0);
  });

  it('killed at one machine, a run is resumed, verified, and undone from another', async () => {
    const { url, desk } = await openTeam({ latencyMs: 100, scale: 0 });
    const [ada, bob] = [await desk('Ada'), await desk('Bob')];
    await ada.file('numbers.csv', SHEET);
    const first = ada.start(...APPLY);
    await first.said(/twilio (POST|DELETE)/);
    first.child.kill('SIGKILL');
    await first.ended;
    const back = await ada.away();
    await expire(url);
    expect((await bob.run('runs')).out).toMatch(/apply .* Ada .*/);
    expect((await bob.run('resume', '--yes', '--settle', '1s')).code).toBe(0);
    const [run = ''] = await bob.runs();
    expect(await readdir(path.join(bob.dir, 'e911-runs', run))).toContain('report.html');
    expect((await bob.run('verify', run)).code).toBe(0);
    expect((await bob.run('undo', run, '--yes')).code).toBe(0);
    await back();
    expect((await ada.run('runs', run, '--out', 'here')).code).toBe(0);
    expect((await csv(path.join(ada.dir, 'here', 'results.csv'))).map(({ result }) => result)).toEqual(
      Array(3).fill('applied'),
    );
  });
});

describe('a database that is gone in the middle', () => {
  it('ends the run; open gaps are closed while the account is certainly held, and resume records it', async () => {
    const { url, desk } = await openTeam({ latencyMs: 100, scale: 0.05 });
    const proxy = await openProxy(url);
    const ada = await desk('Ada', proxy.url);
    await ada.file('numbers.csv', SHEET);
    const begun = ada.start(...APPLY, '--events');
    await begun.said(/gap-opened/);
    proxy.cut();
    const ended = await begun.ended;
    expect(ended.err).toContain('JOURNAL_UNREACHABLE');
    expect(ended.out).toMatch(/Covered, but not recorded in the journal: \+1415555010\d/);
    const bob = await desk('Bob');
    await expire(url);
    expect((await bob.run('resume', '--yes', '--settle', '1s')).code).toBe(0);
    expect((await bob.run('runs', '--uncovered')).code).toBe(0);
  });

  it('names the open gaps of a run whose lock ran out meanwhile, and sends nothing', async () => {
    const { place, url, desk } = await openTeam({ latencyMs: 500, scale: 0.05 });
    const ada = await desk('Ada');
    await ada.file('numbers.csv', SHEET);
    const begun = ada.start(...APPLY);
    // The first number is alone in its gap; its address is assigned after a read that takes its time.
    await begun.said(/POST \S+IncomingPhoneNumbers/);
    begun.child.kill('SIGSTOP');
    await expire(url);
    const effects = place.effects().length;
    begun.child.kill('SIGCONT');
    const ended = await begun.ended;
    expect(ended.err).toMatch(/NO emergency address, and the run cannot continue: The lock of .* ran out/);
    expect(ended.code).toBe(9);
    expect(place.effects()).toHaveLength(effects);
    const bob = await desk('Bob');
    expect((await bob.run('runs', '--uncovered')).out).toContain('+141555501');
    expect((await bob.run('resume', '--yes', '--settle', '1s')).code).toBe(0);
    expect((await bob.run('runs', '--uncovered')).code).toBe(0);
  });
});
