import { copyFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openJournal } from '../../src/journal/open-journal.ts';
import { seededRandom } from '../chaos/world/seeded-random.ts';
import { testFolder } from './folder.ts';
import { runRecord } from './records.ts';

const DRAWS = process.env['E911_TESTS'] === 'all' ? 200 : 25;

const END = { finishedAt: '2026-11-21T10:00:00.000Z', exitCode: 0, exitReason: '' };

/** The files of a journal as they are at a moment. */
interface Files {
  readonly database: Buffer;
  readonly log: Buffer;
  readonly seal: Buffer;
}

const bytesOf = (path: string): Buffer => (existsSync(path) ? readFileSync(path) : Buffer.alloc(0));

function filesOf(stateDir: string): Files {
  return {
    database: bytesOf(join(stateDir, 'journal.db')),
    log: bytesOf(join(stateDir, 'journal.db-wal')),
    seal: bytesOf(join(stateDir, 'journal.seal')),
  };
}

/**
 * SQLite syncs its log at each commit (synchronous=FULL) and nothing else needs to be durable between two checkpoints. So what
 * a power loss leaves of a journal is the log up to the last commit, and of what was appended since: nothing, a part, or
 * garbage of the same length. The wal-index (`-shm`) is lost, and the seal is any earlier one. The order of syncs within a
 * commit or a checkpoint is SQLite's own and is not tried here.
 */
function afterPowerLoss(
  committed: Files,
  later: Files,
  seals: readonly Buffer[],
  random: () => number,
): string {
  const stateDir = testFolder();
  writeFileSync(join(stateDir, 'journal.db'), committed.database);
  const added = later.log.subarray(committed.log.length);
  const part = Buffer.from(added.subarray(0, Math.floor(random() * (added.length + 1))));
  const isTorn = random() < 0.5;
  for (let at = 0; isTorn && at < part.length; at += 512) {
    part.fill(random() < 0.5 ? 0 : 0xff, at, Math.min(part.length, at + 200));
  }
  writeFileSync(join(stateDir, 'journal.db-wal'), Buffer.concat([committed.log, part]));
  writeFileSync(
    join(stateDir, 'journal.seal'),
    seals[Math.floor(random() * seals.length)] ?? Buffer.alloc(0),
  );
  return stateDir;
}

it('holds every run that was acknowledged, whatever a power loss leaves of the log after it', async () => {
  const live = testFolder();
  const journal = await openJournal(live);
  const moments: Files[] = [];
  for (let run = 0; run < 6; run += 1) {
    await journal.startRun(runRecord(`run-${run}`));
    moments.push(filesOf(live));
    if (run === 2) await journal.endRun('run-0', END);
  }
  await journal.close();
  const random = seededRandom(7);
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const at = Math.floor(random() * (moments.length - 1));
    const [committed, later] = [moments[at], moments[at + 1]];
    if (!committed || !later) throw new Error('a moment is missing');
    // After a checkpoint the log begins anew: then nothing was appended to the former one.
    const grown = later.log.length >= committed.log.length ? later : committed;
    const seals = moments.slice(0, at + 1).map(({ seal }) => seal);
    const stateDir = afterPowerLoss(committed, grown, seals, random);
    const reopened = await openJournal(stateDir);
    await reopened.check();
    const runs = (await reopened.runs(100)).map(({ runId }) => runId);
    for (let run = 0; run <= at; run += 1) expect(runs, `draw ${draw}`).toContain(`run-${run}`);
    await reopened.close();
  }
});

it('is refused when a power loss took a commit that was acknowledged and counted', async () => {
  const live = testFolder();
  const journal = await openJournal(live);
  await journal.startRun(runRecord('run-1'));
  const before = filesOf(live);
  await journal.startRun(runRecord('run-2'));
  const stateDir = testFolder();
  // A disk that lies about its syncs: the seal came through, the log did not.
  writeFileSync(join(stateDir, 'journal.db'), before.database);
  writeFileSync(join(stateDir, 'journal.db-wal'), before.log);
  copyFileSync(join(live, 'journal.seal'), join(stateDir, 'journal.seal'));
  await journal.close();
  expect(statSync(join(stateDir, 'journal.seal')).size).toBeGreaterThan(0);
  await expect(openJournal(stateDir)).rejects.toMatchObject({ code: 'JOURNAL_BEHIND' });
});
