import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parse, stringify } from 'yaml';
import { openPlace, type Place } from '../e2e/support/command.ts';
import { testDatabase } from '../postgres/database.ts';
import { asOwner } from '../postgres/new-database.ts';

vi.setConfig({ testTimeout: 120_000 });

interface Config {
  readonly accounts: Readonly<Record<string, unknown>>;
}

const SHEET = `phone_number,account,caller_name,street,city,region,postal_code,country
+14155550104,twilio,City Desk,200 N Spring St,Los Angeles,CA,90012,US
+14155550105,twilio,City Desk,200 N Spring St,Los Angeles,CA,90012,US
+14155550104,vonage,City Desk,200 N Spring St,Los Angeles,CA,90012,US
`;

describe('a run that is handed over', () => {
  let place: Place;
  let state: readonly string[];
  beforeEach(async () => {
    place = await openPlace();
    state = ['--state', await testDatabase()];
    await place.file('numbers.csv', SHEET);
  });
  afterEach(() => place.close());

  const handOver = async (...more: string[]): Promise<string> => {
    const { code, out, err } = await place.run(
      'apply',
      'numbers.csv',
      '--detach',
      '--yes',
      '--json',
      ...state,
      ...more,
    );
    expect({ code, err }).toMatchObject({ code: 0 });
    const said = JSON.parse(out) as { run_id: string; handed_over: string[]; next: string };
    expect(said).toMatchObject({ handed_over: ['twilio', 'vonage'], exit_code: 0 });
    expect(said.next).toMatch(new RegExp(`^e911 runs ${said.run_id} --follow --state postgres://`));
    return said.run_id;
  };

  it('is confirmed and changes nothing, is carried out by a worker, and its files are made again anywhere', async () => {
    const runId = await handOver();
    expect(place.effects()).toEqual([]);
    const worker = place.begin('worker', ...state);
    const followed = await place.run('runs', runId, '--follow', ...state);
    expect(followed).toMatchObject({ code: 0, out: expect.stringContaining('  applied         3\n') });
    // Its first look may come when the worker has begun already.
    expect(followed.err).toMatch(/^twilio: \d of 2 changes, /m);
    expect(followed.err).toMatch(/^twilio: 2 of 2 changes, ended$/m);
    worker.signal('SIGTERM');
    expect(await worker.ended).toMatchObject({
      code: 0,
      out: 'Stopped. 2 accounts were carried out, 1 run ended.\n',
      err: expect.stringContaining(`${runId}: ended with exit 0, Applied 3 of 3.`),
    });
    expect(place.effects().filter(({ kind }) => kind === 'create-address')).toHaveLength(2);
    expect((await place.run('runs', runId, '--out', 'again', ...state)).code).toBe(0);
    const again = path.join(place.dir, 'again');
    const names = await readdir(again);
    expect(names.sort()).toEqual(['errors.csv', 'report.html', 'results.csv', 'retry.csv', 'summary.json']);
    for (const name of names) {
      const ended = await readFile(path.join(place.dir, 'e911-runs', runId, name));
      expect((await readFile(path.join(again, name))).equals(ended), name).toBe(true);
    }
  });

  it('is given back by a worker that is asked to stop, and the next one goes on', async () => {
    const runId = await handOver();
    const [url = ''] = state.slice(1);
    const first = place.begin('worker', '--events', ...state);
    await vi.waitUntil(() => place.effects().length > 0, { timeout: 60_000 });
    first.signal('SIGTERM');
    expect((await first.ended).code).toBe(0);
    expect(await asOwner(url, 'SELECT 1 FROM e911.leases WHERE expires_at > now()')).toEqual([]);
    const second = place.begin('worker', '--json', ...state);
    expect((await place.run('runs', '--follow', '--json', ...state)).code).toBe(0);
    second.signal('SIGINT');
    const { code, out } = await second.ended;
    expect({ code, said: JSON.parse(out) as unknown }).toMatchObject({
      code: 0,
      said: { runs_ended: [runId] },
    });
    const sent = place.effects().map(({ kind, subject }) => `${kind} ${subject}`);
    expect(new Set(sent).size).toBe(sent.length);
  });

  it('is left to others by a worker without its accounts, which says so', async () => {
    await handOver();
    const config = parse(await readFile(path.join(place.dir, 'e911.config.yaml'), 'utf8')) as Config;
    const { sinch } = config.accounts;
    await place.file('others.yaml', stringify({ ...config, defaults: undefined, accounts: { sinch } }));
    const worker = place.begin('worker', '--config', 'others.yaml', ...state);
    await vi.waitUntil(() => /lacks vonage/.test(worker.err()) && /lacks twilio/.test(worker.err()), {
      timeout: 60_000,
    });
    worker.signal('SIGTERM');
    expect((await worker.ended).out).toContain('0 accounts were carried out');
    expect(place.effects()).toEqual([]);
  });

  it('is refused where it cannot be handed over', async () => {
    const folder = await place.run('apply', 'numbers.csv', '--detach', '--yes');
    expect(folder).toMatchObject({
      code: 2,
      err: expect.stringContaining('--detach needs a state in PostgreSQL'),
    });
    const worker = await place.run('worker');
    expect(worker).toMatchObject({
      code: 2,
      err: expect.stringContaining('A worker needs a state in PostgreSQL'),
    });
    const many = await place.run('apply', 'numbers.csv', '--detach', '--yes', '--max-open', '1', ...state);
    expect(many).toMatchObject({ code: 4, err: expect.stringContaining('The run has 2 accounts.') });
    const unconfirmed = await place.run('apply', 'numbers.csv', '--detach', ...state);
    expect(unconfirmed).toMatchObject({ code: 4, err: expect.stringContaining('Confirmation required') });
    const [url = ''] = state.slice(1);
    expect(await asOwner(url, 'SELECT id FROM e911_queue.job')).toEqual([]);
    expect(place.effects()).toEqual([]);
  });

  it('ends at once when there is nothing to change', async () => {
    expect((await place.run('apply', 'numbers.csv', '--yes', ...state)).code).toBe(0);
    const again = await place.run('apply', 'numbers.csv', '--detach', '--yes', ...state);
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining('unchanged') });
  });
});
