import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startServer } from '../../postgres/server.ts';
import { Team, type Worker } from '../team.ts';
import type { Part } from './part.ts';

const NUMBERS = 5_000;
const MACHINES = 3;
const KILL_EVERY_MS = 20_000;
const KILLED_FOR_MS = 300_000;
/** Calls for a few minutes, so that every account changes hands again and again. */
const PACE = { requestsPerSecond: 50, burst: 5 };

/** Three workers carry out one run; one of them is killed every 20 s, and another machine starts one in its place. */
export const workers: Part = async function* ({ rows }, reporter) {
  const numbers = rows === 20_000 ? NUMBERS : rows;
  const server = await startServer();
  await onServer(server.url, 'CREATE DATABASE team');
  const team = await Team.open(`${server.url}/team`, PACE);
  try {
    const desk = await team.machine();
    const sheet = await team.sheet(desk, numbers);
    const handed = await team.start(desk, 'apply', sheet, '--detach', '--yes', '--json').ended;
    if (handed !== 0) throw new Error(`apply --detach ended with ${handed}: ${team.said.join('\n')}`);
    const startedMs = performance.now();
    const running: Worker[] = await Promise.all(Array.from({ length: MACHINES }, () => team.worker()));
    const followed = team.start(desk, 'runs', '--follow', '--quiet');
    const kills: { pid: number; atMs: number; accounts: string[] }[] = [];
    let isOver = false;
    void followed.ended.then(() => {
      isOver = true;
    });
    while (!isOver && performance.now() - startedMs < KILLED_FOR_MS) {
      await Promise.race([sleep(KILL_EVERY_MS), followed.ended]);
      const victim = running.shift();
      if (isOver || victim === undefined) break;
      const pid = victim.child.pid ?? 0;
      const accounts = team.accountsOf(pid);
      victim.child.kill('SIGKILL');
      await victim.ended;
      kills.push({ pid, atMs: Date.now(), accounts });
      running.push(await team.worker());
    }
    const exitCode = await followed.ended;
    const seconds = Math.round((performance.now() - startedMs) / 1_000);
    for (const { child } of running) child.kill('SIGTERM');
    await Promise.all(running.map(({ ended }) => ended));
    const { seconds: waits, violations: late } = team.takeovers(kills);
    const found = [...(await team.judge()), ...team.tooFast(), ...late];
    if (exitCode !== 0) found.push({ invariant: 'exit', text: `the run ended with ${exitCode}` });
    const replay = `--part workers --rows ${numbers}`;
    reporter.judge('workers', replay, found);
    if (found.length > 0) for (const line of team.said.slice(-40)) reporter.say(line);
    const requests = team.sandbox.standIns.reduce((sum, each) => sum + each.server.requests.length, 0);
    yield {
      what: 'workers killed',
      tried:
        `${numbers.toLocaleString('en-US')} numbers, 5 accounts of 4 carriers, ${MACHINES} workers, ${kills.length} of them killed, ` +
        `one every 20 s: ${requests.toLocaleString('en-US')} requests, ${waits.length} accounts taken over after ` +
        `${Math.round(Math.max(0, ...waits))} s at most, ${seconds} s`,
      violations: found.length,
      replay,
    };
  } finally {
    await team.close();
    server.remove();
  }
};

async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${url}/postgres` });
  await client.connect();
  await client.query(sql);
  await client.end();
}
