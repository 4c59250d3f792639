import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Disk } from '../../src/files/disk.ts';
import { GAP_LOG_FILE, openGapLog, readGapLog } from '../../src/journal/gap-log.ts';
import { openSeal, readSeal, SEAL_FILE } from '../../src/journal/seal.ts';
import { openOutFolder } from '../../src/report/out-folder.ts';
import { seededRandom } from '../chaos/world/seeded-random.ts';
import { testFolder } from '../journal/folder.ts';
import { operationRecord } from '../journal/records.ts';
import { failingDisk } from './failing-disk.ts';
import { losingDisk, PowerLoss } from './losing-disk.ts';

const DRAWS = process.env['E911_TESTS'] === 'all' ? 60 : 12;

/**
 * Does a work with the power lost at each of its operations in turn, and looks at several states that the disk may be in
 * afterward. `work` says what it was promised so far by the values that it pushes.
 */
async function atEachLoss<T>(
  prepare: (folder: string) => void,
  work: (folder: string, disk: Disk, promised: T[]) => Promise<void> | void,
  look: (folder: string, promised: readonly T[], at: number) => void,
): Promise<number> {
  const whole = losingDisk();
  const first = testFolder();
  prepare(first);
  await work(first, whole, []);
  for (let at = 1; at <= whole.operations() + 1; at += 1) {
    const folder = testFolder();
    prepare(folder);
    const disk = losingDisk(at);
    const promised: T[] = [];
    try {
      await work(folder, disk, promised);
    } catch (error) {
      const isLoss =
        error instanceof PowerLoss || (error instanceof Error && error.cause instanceof PowerLoss);
      if (!isLoss) throw error;
    }
    for (let draw = 0; draw < DRAWS; draw += 1) {
      const left = path.join(testFolder(), 'left');
      disk.leave(folder, left, seededRandom(at * 1_000 + draw));
      look(left, promised, at);
    }
  }
  return whole.operations();
}

const gapOpenedAt = '2026-11-21T10:00:00.000Z';
const gapClosedAt = '2026-11-21T10:00:09.000Z';
const numbers = (folder: string): string[] => readGapLog(folder).map(({ phoneNumber }) => phoneNumber);
const number = (index: number): string => operationRecord(index).request.phoneNumber;

describe('a power loss at each operation', () => {
  it('loses no gap that was noted, in a new log', async () => {
    const operations = await atEachLoss<number[]>(
      () => undefined,
      (folder, disk, promised) => {
        const log = openGapLog(folder, [], disk);
        log.note('r1', operationRecord(1, { gapOpenedAt }));
        log.sync();
        promised.push([1]);
        log.note('r1', operationRecord(2, { gapOpenedAt }));
        log.note('r1', operationRecord(1, { gapOpenedAt, gapClosedAt }));
        log.sync();
        promised.push([2]);
      },
      (left, promised, at) => {
        const open = numbers(left);
        // The line that closes the first gap may have reached the disk by itself, and then the one before it has.
        const isFirstThere = open.includes(number(1)) || open.includes(number(2));
        if (promised.length > 0) expect(isFirstThere, `at ${at}`).toBe(true);
        if (promised.length > 1) expect(open, `at ${at}`).toContain(number(2));
      },
    );
    expect(operations).toBeGreaterThan(5);
  });

  it('keeps every open gap while a long log is written anew', async () => {
    const closed = Array.from({ length: 1_600 }, (_, at) =>
      ['opened', 'closed'].map((event) =>
        JSON.stringify({
          event,
          run_id: 'r0',
          account: 'twilio',
          phone_number: `+1415${at}`,
          at: gapOpenedAt,
        }),
      ),
    ).flat();
    const still = { event: 'opened', run_id: 'r0', account: 'twilio', phone_number: '+19', at: gapOpenedAt };
    await atEachLoss<number>(
      (folder) =>
        writeFileSync(path.join(folder, GAP_LOG_FILE), `${[...closed, JSON.stringify(still)].join('\n')}\n`),
      (folder, disk, promised) => {
        const log = openGapLog(folder, [], disk);
        log.note('r1', operationRecord(1, { gapOpenedAt }));
        log.sync();
        promised.push(1);
      },
      (left, promised, at) => {
        expect(numbers(left), `at ${at}`).toContain('+19');
        if (promised.length > 0) expect(numbers(left), `at ${at}`).toContain(number(1));
      },
    );
  }, 30_000);

  it('leaves a result file whole or absent, and a replaced one old or new', async () => {
    const contents = ['old\n'.repeat(9_000), 'new\n'.repeat(17_000)];
    for (const earlier of [null, contents[0] ?? '']) {
      await atEachLoss<string>(
        (folder) => {
          if (earlier !== null) writeFileSync(path.join(folder, 'results.csv'), earlier, { mode: 0o600 });
        },
        async (folder, disk, promised) => {
          const out = await openOutFolder(folder, { sameRun: true, disk });
          await out.writeFile('results.csv', async (write) => {
            for (let line = 0; line < 17_000; line += 1) await write('new\n');
          });
          promised.push('new');
        },
        (left, promised, at) => {
          const file = path.join(left, 'results.csv');
          const found = existsSync(file) ? readFileSync(file, 'utf8') : null;
          expect([earlier, contents[1]], `at ${at}`).toContain(found);
          if (promised.length > 0) expect(found === contents[1], `at ${at}`).toBe(true);
        },
      );
    }
  }, 30_000);

  it('never leaves a seal with a count that no commit had, wherever its line is torn', () => {
    const lines = [199, 200].map((commits) => {
      const folder = testFolder();
      const seal = openSeal(folder);
      seal.write({ journalId: 'a'.repeat(16), commits });
      seal.close();
      return readFileSync(path.join(folder, SEAL_FILE), 'latin1');
    });
    const [former = '', later = ''] = lines;
    const torn = testFolder();
    for (let bytes = 0; bytes <= later.length; bytes += 1) {
      writeFileSync(path.join(torn, SEAL_FILE), later.slice(0, bytes) + former.slice(bytes));
      expect([undefined, 199, 200], `torn after ${bytes} bytes`).toContain(readSeal(torn)?.commits);
    }
  });
});

describe('a disk that refuses its n-th operation', () => {
  const CODES = ['ENOSPC', 'EIO'] as const;

  it('leaves the earlier result file, no half one, and a typed error', async () => {
    let at = 1;
    for (let isRefused = true; isRefused; at += 1) {
      for (const code of CODES) {
        const folder = testFolder();
        writeFileSync(path.join(folder, 'results.csv'), 'old', { mode: 0o600 });
        const disk = failingDisk(at, code);
        const end = await openOutFolder(folder, { sameRun: true, disk })
          .then((out) => out.writeFile('results.csv', (write) => write('new')))
          .then(
            () => null,
            (error: { code: string; message: string }) => error,
          );
        isRefused = disk.operations() >= at;
        const found = readFileSync(path.join(folder, 'results.csv'), 'utf8');
        if (end === null) expect(found).toBe('new');
        else {
          expect(end.code, `at ${at}`).toMatch(/^OUT_(NOT_WRITABLE|WRITE_FAILED)$/);
          expect(end.message).toContain(code);
          // After the rename only its durability is missing.
          expect(['old', 'new']).toContain(found);
        }
        expect(readdirSync(folder)).toEqual(['results.csv']);
      }
    }
    expect(at).toBeGreaterThan(8);
  });

  it('makes the log of gaps fail with its code, and the next sync writes what is missing', () => {
    for (const code of CODES) {
      for (let at = 1; at <= 4; at += 1) {
        const folder = testFolder();
        const log = openGapLog(folder, [], failingDisk(at, code));
        log.note('r1', operationRecord(1, { gapOpenedAt }));
        try {
          log.sync();
        } catch (error) {
          expect(error).toMatchObject({ code: 'GAPS_UNWRITABLE', message: expect.stringContaining(code) });
        }
        log.sync();
        expect(numbers(folder)).toEqual([number(1)]);
      }
    }
  });

  it('is no matter for the seal', () => {
    for (const code of CODES) {
      const folder = testFolder();
      const seal = openSeal(folder, failingDisk(1, code, true));
      seal.write({ journalId: 'a'.repeat(16), commits: 3 });
      seal.close();
      expect(readSeal(folder)).toBeNull();
    }
  });
});
