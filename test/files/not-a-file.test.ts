import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemDisk } from '../../src/files/disk.ts';
import { readRegular } from '../../src/files/read-regular.ts';
import { lockAccount } from '../../src/journal/account-lock.ts';
import { openJournal } from '../../src/journal/open-journal.ts';
import { readSummary } from '../../src/recover/read-summary.ts';
import { setAside } from '../../src/recover/set-aside.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'e911-not-a-file-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const pipe = (place: string): void => void execFileSync('mkfifo', [place]);
/** What can stand where a file is expected. Reading the first two without a look would never end. */
const KINDS: Readonly<Record<string, (place: string) => unknown>> = {
  'a named pipe': pipe,
  'a link to a named pipe': (place) => {
    pipe(`${place}.pipe`);
    symlinkSync(`${place}.pipe`, place);
  },
  'a link to an endless device': (place) => symlinkSync('/dev/zero', place),
  'a folder': (place) => mkdirSync(place),
  'a socket': (place) =>
    new Promise<void>((done) => {
      const server = createServer().listen(place, () => done());
      server.unref();
    }),
};

describe.each(Object.entries(KINDS))('%s in place of', (_kind, make) => {
  const at = async (name: string): Promise<string> => {
    const place = path.join(dir, name);
    rmSync(place, { force: true });
    await make(place);
    return place;
  };

  it('any small file is refused', async () => {
    const place = await at('file');
    expect(() => readRegular(place, 'utf8')).toThrow(expect.objectContaining({ code: 'EINVAL' }));
  });

  it('a summary of a run is no summary', async () => {
    await at('summary.json');
    expect(readSummary(dir)).toBeNull();
  });

  it('a log that grows is not written to', async () => {
    const place = await at('run.log');
    expect(() => systemDisk.open(place, 'append', 0o600)).toThrow(/EINVAL|ELOOP|EISDIR|ENXIO|not a regular/);
  });

  it('a journal is refused by name', async () => {
    await at('journal.db');
    await expect(openJournal(dir)).rejects.toMatchObject({ code: 'JOURNAL_FILE_UNSAFE' });
  });

  it('the log of a journal is set aside as it is', async () => {
    await (await openJournal(dir)).close();
    await at('journal.db-wal');
    expect(setAside(dir, 'r', 'copy')).toBe(path.join(dir, 'former-journal-r'));
    await (await openJournal(dir)).close();
  });

  it('the name of who holds an account, the account stays locked', async () => {
    const holder = { pid: process.pid, birth: '', runId: 'r', startedAt: '', host: 'h', stateDir: dir };
    const request = { accountKey: 'k', holder, directory: path.join(dir, 'locks') };
    const lock = await lockAccount(request);
    const [name = ''] = execFileSync('ls', [request.directory], { encoding: 'utf8' }).split('\n');
    expect(name).toMatch(/\.json$/);
    rmSync(path.join(request.directory, name));
    await at(path.join('locks', name));
    await expect(lockAccount(request)).rejects.toMatchObject({
      code: 'ACCOUNT_LOCKED',
      message: 'The account is in use by another run.',
    });
    await lock.release();
  });
});
