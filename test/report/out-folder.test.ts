import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openOutFolder } from '../../src/report/out-folder.ts';

let base: string;
beforeEach(async () => {
  base = await mkdtemp(path.join(tmpdir(), 'out-folder-'));
});
afterEach(async () => {
  await chmod(base, 0o700);
  await rm(base, { recursive: true, force: true });
});
const modeOf = async (place: string) => (await stat(place)).mode & 0o777;

describe('the folder of a run', () => {
  it('is made for its owner alone, its files too, whatever the umask', async () => {
    const before = process.umask(0);
    try {
      const out = await openOutFolder(path.join(base, 'state', 'run-1'));
      await out.writeFile('results.csv', (write) => write('a\n'));
      expect(await modeOf(out.path)).toBe(0o700);
      expect(await modeOf(path.join(base, 'state'))).toBe(0o700);
      expect(await modeOf(path.join(out.path, 'results.csv'))).toBe(0o600);
      expect(await readdir(out.path)).toEqual(['results.csv']);
    } finally {
      process.umask(before);
    }
  });

  it('tells the hash and length of what is on the disk, over many chunks', async () => {
    const out = await openOutFolder(path.join(base, 'run'));
    const file = await out.writeFile('results.csv', async (write) => {
      for (let line = 0; line < 20_000; line += 1) await write(`line ${line} é\n`);
    });
    const bytes = await readFile(path.join(out.path, 'results.csv'));
    expect(file).toEqual({
      name: 'results.csv',
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    expect(bytes.toString().split('\n')).toHaveLength(20_001);
  });

  it('refuses a folder that holds an earlier run, and leaves that run as it is', async () => {
    const out = await openOutFolder(base);
    await out.writeFile('summary.json', (write) => write('{}'));
    await expect(openOutFolder(base)).rejects.toMatchObject({ name: 'UsageError', code: 'OUT_EXISTS' });
    expect(await readFile(path.join(base, 'summary.json'), 'utf8')).toBe('{}');
  });

  it.each([
    ['an export', 'run.log', undefined],
    ['a compliance set', 'compliance.csv', undefined],
    ['a compliance set', 'manifest.json', ['numbers.csv']],
    ['a run', 'results.csv', ['numbers.csv']],
    ['a migration', 'migration.csv', undefined],
    ['the journal', 'journal.db', undefined],
    ['the journal', 'journal.db', ['numbers.csv']],
  ])('does not mix the files of %s (%s) with others', async (_of, name, files) => {
    await writeFile(path.join(base, name), '');
    await expect(openOutFolder(base, { ...(files && { files }) })).rejects.toMatchObject({
      code: 'OUT_EXISTS',
      message: expect.stringContaining(`(${name})`),
    });
    expect(await readdir(base)).toEqual([name]);
  });

  it('puts exports of several kinds into one folder, and a named file beside anything', async () => {
    for (const name of ['numbers.csv', 'run.log']) await writeFile(path.join(base, name), '');
    await openOutFolder(base, { files: ['addresses.csv'] });
    await writeFile(path.join(base, 'results.csv'), '');
    await openOutFolder(base, { files: ['mine.csv'], isFileNamed: true });
  });

  it('lets the same run replace its files and clears what a killed process left', async () => {
    await writeFile(path.join(base, '.results.csv.partial'), 'half');
    await writeFile(path.join(base, 'results.csv'), 'old', { mode: 0o644 });
    const out = await openOutFolder(base, { sameRun: true });
    await out.writeFile('results.csv', (write) => write('new'));
    expect(await readFile(path.join(base, 'results.csv'), 'utf8')).toBe('new');
    expect(await modeOf(path.join(base, 'results.csv'))).toBe(0o600);
    expect(await readdir(base)).toEqual(['results.csv']);
  });

  it('never writes through a symbolic link', async () => {
    const target = path.join(base, 'precious');
    await writeFile(target, 'precious');
    const folder = path.join(base, 'run');
    await mkdir(folder);
    await symlink(target, path.join(folder, 'results.csv'));
    await expect(openOutFolder(folder)).rejects.toMatchObject({ code: 'OUT_EXISTS' });
    const out = await openOutFolder(folder, { sameRun: true });
    await out.writeFile('results.csv', (write) => write('rows'));
    expect(await readFile(target, 'utf8')).toBe('precious');
    expect((await stat(path.join(folder, 'results.csv'))).isFile()).toBe(true);
  });

  it('does not write over a file that appeared after it was opened', async () => {
    const out = await openOutFolder(base);
    await writeFile(path.join(base, 'results.csv'), 'of someone else');
    await expect(out.writeFile('results.csv', (write) => write('x'))).rejects.toMatchObject({
      code: 'OUT_EXISTS',
    });
    expect(await readFile(path.join(base, 'results.csv'), 'utf8')).toBe('of someone else');
  });

  it('may write its own file twice and leaves the first when the second fails', async () => {
    const out = await openOutFolder(base);
    await out.writeFile('results.csv', (write) => write('first'));
    const failing = out.writeFile('results.csv', async (write) => {
      await write('half');
      throw new RangeError('source failed');
    });
    await expect(failing).rejects.toThrow('source failed');
    expect(await readdir(base)).toEqual(['results.csv']);
    expect(await readFile(path.join(base, 'results.csv'), 'utf8')).toBe('first');
  });

  it('says before the first call when nothing can be written', async () => {
    await writeFile(path.join(base, 'file'), '');
    await expect(openOutFolder(path.join(base, 'file'))).rejects.toMatchObject({
      name: 'UsageError',
      code: 'OUT_NOT_WRITABLE',
    });
  });

  it('takes plain file names only', async () => {
    const out = await openOutFolder(base);
    for (const name of ['../x', 'a/b', '.hidden', '..']) {
      await expect(out.writeFile(name, (write) => write(''))).rejects.toThrow(TypeError);
    }
  });
});
