import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { NO_LIMIT, openCarrier } from './carrier/open-carrier.ts';
import { type Metered, runProgram } from './program.ts';
import { benchNumbers, writeCleanSheet, writeNumbersSheet } from './sheets.ts';

/*
 * What the bench measures and no machine changes: how memory grows with a sheet, and how many durable commits a call costs.
 */
const folder = mkdtempSync(path.join(tmpdir(), 'e911-held-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ACCOUNT = { TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`, TWILIO_AUTH_TOKEN: 'bench' };
const CALLED_NUMBERS = 120;
/** For 90,000 rows more: 90 bytes each; 2 MB are seen. */
const MOST_HELD_MB = 8;

describe('the cost of a run', () => {
  it('in memory does not grow with the sheet that validate reads', async () => {
    const measured = async (rows: number): Promise<Metered> => {
      const sheet = path.join(folder, `${rows}.csv`);
      await writeCleanSheet(sheet, rows);
      const args = ['validate', sheet, '--state', path.join(folder, 'runs'), '--quiet'];
      return runProgram(args, { cwd: folder, environment: ACCOUNT, measuresHeld: true });
    };
    const small = await measured(10_000);
    const large = await measured(100_000);
    // A large sheet is read in a second thread.
    expect(large.peakMb).toBeLessThan(250);
    expect(large.peakMb - small.peakMb).toBeLessThan(80);
    // What is still held then is the program's: a kilobyte kept for each row would be 88 MB.
    expect(large.heldMb - small.heldMb).toBeLessThan(MOST_HELD_MB);
  });

  it('in durable commits is shared by calls that are due together', async () => {
    const carrier = await openCarrier(folder, NO_LIMIT, { numbers: CALLED_NUMBERS });
    try {
      const sheet = path.join(folder, 'numbers.csv');
      await writeNumbersSheet(sheet, benchNumbers(CALLED_NUMBERS), 'twilio');
      const args = [
        'apply',
        sheet,
        '--config',
        carrier.config,
        '--state',
        path.join(folder, 'apply'),
        '--yes',
      ];
      const { environment } = carrier;
      const { commits } = await runProgram([...args, '--quiet'], {
        cwd: folder,
        environment,
        countsCommits: true,
      });
      const calls = (await carrier.requests()).length;
      expect(calls).toBeGreaterThan(CALLED_NUMBERS);
      expect(commits / calls).toBeLessThan(1);
    } finally {
      await carrier.close();
    }
  });
});
