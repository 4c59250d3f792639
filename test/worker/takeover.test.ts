import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Team, type Worker } from '../chaos/team.ts';
import { testDatabase } from '../postgres/database.ts';

/** Much more than a lease and a look take; a machine with other work to do is no failure. */
vi.setConfig({ testTimeout: 300_000 });

let team: Team;
let desk: string;
const running: Worker[] = [];
beforeEach(async () => {
  team = await Team.open(await testDatabase(), { requestsPerSecond: 12, burst: 2 });
  desk = await team.machine();
});
afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    child.kill('SIGKILL');
    // What a process still wrote would be in the way of the deletion of its folder.
    await ended;
  }
  await team.close();
});

const worker = async (): Promise<Worker> => {
  const started = await team.worker();
  running.push(started);
  return started;
};

/** Hands a run over, and waits until a worker has sent some changes of it. */
const underWay = async (numbers: number): Promise<Worker> => {
  const sheet = await team.sheet(desk, numbers);
  expect(
    await team.start(desk, 'apply', sheet, '--detach', '--yes', '--json').ended,
    team.said.join('\n'),
  ).toBe(0);
  const first = await worker();
  await team.event(({ type }) => type === 'change');
  return first;
};

const pidOf = ({ child }: Worker): number => child.pid ?? 0;

it('has the accounts of a killed worker taken over within a minute, and sends nothing twice', async () => {
  const killed = await underWay(60);
  const accounts = team.accountsOf(pidOf(killed));
  expect(accounts.length).toBeGreaterThan(0);
  killed.child.kill('SIGKILL');
  const kill = { pid: pidOf(killed), atMs: Date.now(), accounts };
  await worker();
  await worker();
  expect(await team.start(desk, 'runs', '--follow').ended, team.said.join('\n')).toBe(0);
  expect(team.takeovers([kill])).toMatchObject({ violations: [] });
  for (const { child, ended } of running.slice(1)) {
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  }
  expect(await team.judge()).toEqual([]);
  // What is left in the queue is looked at once more, and is over.
  const left = () => team.query("SELECT id FROM e911_queue.job WHERE state < 'completed'");
  if ((await left()).length > 0) {
    await worker();
    await vi.waitUntil(async () => (await left()).length === 0, { timeout: 120_000, interval: 500 });
  }
});

it('lets a worker that was stopped past its lease send nothing and note no call once it goes on', async () => {
  const stopped = await underWay(60);
  stopped.child.kill('SIGSTOP');
  // As when 30 s have passed; the test above waits for them.
  await team.query('UPDATE e911.leases SET expires_at = clock_timestamp()');
  await worker();
  await worker();
  expect(await team.start(desk, 'runs', '--follow').ended, team.said.join('\n')).toBe(0);
  // From here on, whatever is written is written by the one that goes on.
  for (const { child, ended } of running.slice(1)) {
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  }
  const written = () => team.query('SELECT count(*) AS calls, max(call_id) AS last FROM e911.calls');
  const effects = () => team.sandbox.standIns.map(({ standIn }) => standIn.effects.length);
  const before = { calls: await written(), effects: effects() };
  stopped.child.kill('SIGCONT');
  stopped.child.kill('SIGTERM');
  expect(await stopped.ended).toBe(0);
  expect({ calls: await written(), effects: effects() }).toEqual(before);
  expect(await team.judge()).toEqual([]);
});
