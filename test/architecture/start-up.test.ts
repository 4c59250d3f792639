import { describe, expect, it } from 'vitest';
import { loadedWith } from './imports.ts';

/** The rooms of files: `cli`, `providers/twilio`. */
function roomsOf(files: readonly string[]): string[] {
  return [...new Set(files.map((file) => file.split('/')[0] ?? file))];
}

describe('what is loaded before a command does anything', () => {
  const any = loadedWith('cli/main.ts');

  it('is, for every command line, what reads and answers it', () => {
    expect(any.packages).toEqual(['fast-wrap-ansi', 'yargs']);
    expect(roomsOf(any.files).sort()).toEqual(['api', 'cli', 'domain', 'errors', 'shipped']);
    expect(any.files.length).toBeLessThan(50);
  });

  it('is, for a check of a sheet without a provider, neither a connection, a database, a plan, nor a question', () => {
    const { files, packages } = loadedWith('cli/commands/validate.ts');
    const unused = [
      'undici',
      '@clack/prompts',
      'log-update',
      'libsql',
      'pg',
      'pg-boss',
      'hucre/xlsx',
      'yaml',
    ];
    expect(packages.filter((name) => unused.includes(name))).toEqual([]);
    expect(files.filter((file) => /^(sandbox|review|worker|migrate)\//.test(file))).toEqual([]);
    expect(
      files.filter((file) => /^run\/(make-changes|perform-online|perform-undo|resume-run)/.test(file)),
    ).toEqual([]);
  });
});
