import { mkdirSync, readdirSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { GuardError } from '../../src/errors/app-error.ts';
import { folderLocks } from '../../src/journal/account-lock.ts';
import { processBirth } from '../../src/journal/process-birth.ts';
import { childProgram, startChild } from './child.ts';
import { testFolder } from './folder.ts';

const ACCOUNT = 'twilio|https://api.twilio.com|AC1';

function holderOf(runId: string) {
  return {
    pid: process.pid,
    birth: processBirth(process.pid) ?? '',
    runId,
    startedAt: '2025-01-02T03:04:05.000Z',
    host: 'desk',
    stateDir: 'e911-runs',
  };
}

async function lock(directory: string, runId: string, accountKey = ACCOUNT) {
  const held = await folderLocks(directory).lock({ accountKey, holder: holderOf(runId) });
  onTestFinished(() => held.release());
  return held;
}

describe('lockAccount', () => {
  it('refuses a second run and names the first, until it is released', async () => {
    const directory = join(testFolder(), 'locks');
    const first = await lock(directory, 'run-1');
    await expect(lock(directory, 'run-2')).rejects.toMatchObject({
      name: 'GuardError',
      code: 'ACCOUNT_LOCKED',
      message: expect.stringMatching(
        new RegExp(`run-1 \\(pid ${process.pid} on desk, since 2025-01-02T03:04:05`),
      ),
    });
    await first.release();
    await first.release();
    const second = await lock(directory, 'run-2');
    await expect(lock(directory, 'run-3')).rejects.toThrow('run-2');
    await second.release();
  });

  it('waits for the first run, says for whom, and is refused when the wait is over or cut short', async () => {
    const directory = join(testFolder(), 'locks');
    const locks = folderLocks(directory);
    const first = await lock(directory, 'run-1');
    const waits: string[] = [];
    const request = {
      accountKey: ACCOUNT,
      holder: holderOf('run-2'),
      onWait: (refusal: Error) => {
        waits.push(refusal.message);
        void first.release();
      },
    };
    const second = await locks.lock({ ...request, waitMs: 60_000 });
    expect(waits).toEqual([expect.stringContaining('run run-1')]);
    const onWait = () => undefined;
    await expect(locks.lock({ ...request, onWait, waitMs: 1 })).rejects.toMatchObject({
      code: 'ACCOUNT_LOCKED',
    });
    const stop = new AbortController();
    const cut = locks.lock({ ...request, onWait: () => stop.abort(), waitMs: 600_000, signal: stop.signal });
    await expect(cut).rejects.toMatchObject({ code: 'ACCOUNT_LOCKED' });
    await second.release();
  });

  it('keeps other accounts apart, and shows neither account nor secret in file names', async () => {
    const directory = join(testFolder(), 'locks');
    await lock(directory, 'run-1');
    await lock(directory, 'run-2', 'twilio|https://api.twilio.com|AC2');
    for (const name of readdirSync(directory)) expect(name).toMatch(/^[0-9a-f]{64}\.(lock|json)$/);
  });

  it('makes a folder for all users, and files that all can lock and read', async () => {
    const before = process.umask(0o077);
    onTestFinished(() => void process.umask(before));
    const directory = join(testFolder(), 'locks');
    await lock(directory, 'run-1');
    const mode = (path: string) => (statSync(path).mode & 0o7777).toString(8);
    expect(mode(directory)).toBe('1777');
    const modes = readdirSync(directory).map((name) => `${name.slice(64)} ${mode(join(directory, name))}`);
    expect(modes.sort()).toEqual(['.json 644', '.lock 666']);
  });

  it('refuses a folder that is a link', async () => {
    const folder = testFolder();
    symlinkSync(testFolder(), join(folder, 'locks'));
    await expect(lock(join(folder, 'locks'), 'run-1')).rejects.toMatchObject({
      code: 'ACCOUNT_LOCK_UNUSABLE',
    });
  });

  it('still refuses when the holder left no readable name', async () => {
    const directory = join(testFolder(), 'locks');
    await lock(directory, 'run-1');
    for (const name of readdirSync(directory)) {
      if (name.endsWith('.json')) writeFileSync(join(directory, name), '{"pid":');
    }
    await expect(lock(directory, 'run-2')).rejects.toThrow('another run');
  });

  it('shows what others may have written about the holder on one line, and reads no more of it than a holder writes', async () => {
    const directory = join(testFolder(), 'locks');
    await lock(directory, 'run-1');
    const [name = ''] = readdirSync(directory).filter((file) => file.endsWith('.json'));
    const holder = { ...holderOf('run-1\nerror: \u001b[2J'), host: 'desk\u0007' };
    writeFileSync(join(directory, name), JSON.stringify(holder));
    const named = await lock(directory, 'run-2').catch((refusal: Error) => refusal);
    expect(named).toMatchObject({ message: expect.stringContaining('run run-1 error:  [2J (pid') });
    truncateSync(join(directory, name), 1e9);
    await expect(lock(directory, 'run-3')).rejects.toThrow('in use by another run');
  });

  it.each([
    ['a folder', (file: string) => mkdirSync(file), 'is not a file'],
    ['no database', (file: string) => writeFileSync(file, 'half'), 'file is not a database'],
  ])('says which files to delete where the lock is %s', async (_what, spoil, why) => {
    const directory = join(testFolder(), 'locks');
    await (await lock(directory, 'run-1')).release();
    const [name = ''] = readdirSync(directory).filter((file) => file.endsWith('.lock'));
    const place = join(directory, name);
    rmSync(place);
    spoil(place);
    const refusal = await lock(directory, 'run-2').catch((error: GuardError) => error);
    expect(refusal).toMatchObject({
      code: 'ACCOUNT_LOCK_UNUSABLE',
      message: expect.stringContaining(why),
      hint: expect.stringContaining(`delete every file whose name begins with ${place}`),
    });
    expect(String(refusal)).not.toContain('The journal');
  });

  it('does not believe a name whose process number belongs to another process by now', async () => {
    const directory = join(testFolder(), 'locks');
    await lock(directory, 'run-1');
    for (const name of readdirSync(directory)) {
      const holder = { ...holderOf('run-0'), birth: 'another boot/17' };
      if (name.endsWith('.json')) writeFileSync(join(directory, name), JSON.stringify(holder));
    }
    await expect(lock(directory, 'run-2')).rejects.toThrow(
      process.platform === 'linux' ? 'another run' : 'run-0',
    );
  });

  it('holds between processes, while the holder is stopped, and not after it was killed', async () => {
    const directory = join(testFolder(), 'locks');
    const child = startChild(await childProgram('locking-child.ts'), [directory, ACCOUNT, 'run-child']);
    await child.printed(1);
    const refusal = { code: 'ACCOUNT_LOCKED', message: expect.stringContaining(`pid ${child.process.pid}`) };
    await expect(lock(directory, 'run-2')).rejects.toMatchObject(refusal);
    child.process.kill('SIGSTOP');
    await expect(lock(directory, 'run-2')).rejects.toMatchObject(refusal);
    await child.kill();
    const mine = await lock(directory, 'run-2');
    await expect(lock(directory, 'run-3')).rejects.toThrow('run-2');
    await mine.release();
  });
});
