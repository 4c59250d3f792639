import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { testFolder } from '../../journal/folder.ts';
import { plant } from '../planted/plant.ts';
import { losePower, NOT_SYNCED, POWER_JOBS } from './power-losses.ts';
import { hasStrace } from './strace.ts';
import { TracedDisk } from './traced-disk.ts';

/** Much more than these take; a machine with other work to do is no failure. */
vi.setConfig({ testTimeout: 300_000 });

const isWhole = process.env['E911_TESTS'] === 'all';
const ROOT = '/traced';
const FILE = `${ROOT}/journal.db-wal`;

/** What is left of a file of two sectors whose first one was synced; null when its name is gone. */
function left(isNameSynced: boolean, random: number): string | null {
  const disk = new TracedDisk(ROOT);
  disk.apply({ kind: 'open', path: FILE, isEmptied: true });
  disk.apply({ kind: 'write', path: FILE, at: 0, bytes: Buffer.alloc(512, 'a') });
  disk.apply({ kind: 'sync', path: FILE });
  if (isNameSynced) disk.apply({ kind: 'sync', path: ROOT });
  disk.apply({ kind: 'write', path: FILE, at: 0, bytes: Buffer.alloc(1_024, 'b') });
  const target = path.join(testFolder(), 'left');
  disk.leave(target, () => random);
  const place = path.join(target, path.basename(FILE));
  return existsSync(place) ? readFileSync(place, 'latin1').replaceAll(/(.)\1*/g, '$1') : null;
}

it('leaves what was synced, and of the rest any sectors', () => {
  expect(left(false, 0)).toBeNull();
  expect(left(true, 0)).toBe('a');
  expect(left(true, 0.99)).toBe('b');
  expect(left(true, 0.3)).toBe('b');
  expect(left(true, 0.6)).toBe('b');
});

const jobs = isWhole ? POWER_JOBS : POWER_JOBS.slice(1);
const known = jobs.map(
  (job) => ({ job, world: 'twilio', seed: 1, step: isWhole ? 4 : 60, offset: 3, draws: 1 }) as const,
);

it.skipIf(!hasStrace()).each(known)('knows each call of $job, wherever the power is lost', async (walk) => {
  const { states, sent, violations } = await losePower(walk);
  expect(violations).toEqual([]);
  expect(states).toBeGreaterThan(9);
  expect(sent).toBeGreaterThan(10);
});

it.skipIf(!hasStrace() || !isWhole)('sees commits that are not synced', async () => {
  const { program, remove } = await plant(NOT_SYNCED);
  const walk = { world: 'twilio', job: 'apply', seed: 1, step: 40, offset: 0, draws: 1, program } as const;
  const { violations } = await losePower(walk).finally(remove);
  expect(violations.length).toBeGreaterThan(3);
});
