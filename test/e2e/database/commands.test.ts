import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { schemaSql } from '../../../src/journal/postgres/migrations.ts';
import { asOwner } from '../../postgres/new-database.ts';
import { PROGRAM } from '../support/command.ts';
import { openTeam, SHEET } from './team.ts';

const PASSWORD = 'sesame%2Fopen';

/** Everything that the tables of the state hold, as text. */
async function contentOf(url: string): Promise<string> {
  const tables = await asOwner(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'e911'");
  const texts: string[] = [];
  for (const { tablename } of tables as { tablename: string }[]) {
    texts.push(JSON.stringify(await asOwner(url, `SELECT * FROM e911.${tablename}`)));
  }
  return texts.join('\n');
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

it('carries out every command on a database whose schema an administrator made, as a login of the worker role', async () => {
  const { url, desk } = await openTeam({ scale: 0 });
  const printed = await promisify(execFile)(process.execPath, [PROGRAM, 'schema', 'postgres']);
  expect(printed.stdout.startsWith(schemaSql())).toBe(true);
  const login = `ada_${path.basename(new URL(url).pathname)}`;
  await asOwner(
    url,
    printed.stdout,
    `CREATE ROLE ${login} LOGIN PASSWORD '${decodeURIComponent(PASSWORD)}' IN ROLE e911_worker`,
  );
  const own = new URL(url);
  own.username = login;
  own.password = PASSWORD;
  const ada = await desk('Ada Lovelace', own.href);
  await ada.file('numbers.csv', SHEET);
  const outputs: string[] = [];
  const run = async (...args: string[]) => {
    const ended = await ada.run(...args);
    outputs.push(ended.out, ended.err);
    return ended;
  };
  const code = async (...args: string[]) => {
    const ended = await run(...args);
    return [ended.code, ended.code === 0 ? '' : ended.err];
  };
  expect(await code('plan', 'numbers.csv')).toEqual([0, '']);
  const [planned = ''] = await ada.runs();
  expect(await code('apply', path.join('e911-runs', planned, 'plan.json'), '--yes')).toEqual([0, '']);
  expect((await run('apply', path.join('e911-runs', planned, 'plan.json'), '--yes')).err).toContain(
    'PLAN_USED',
  );
  expect(await code('verify')).toEqual([0, '']);
  const applied = (await ada.runs())[1] ?? '';
  expect(await code('runs', applied, '--out', 'again')).toEqual([0, '']);
  expect(await readdir(path.join(ada.dir, 'again'))).toContain('results.csv');
  expect((await run('export', '--compliance', '--account', 'twilio', '--out', 'set')).code).toBe(7);
  expect(await readFile(path.join(ada.dir, 'set', 'compliance.csv'), 'utf8')).toContain(
    `"${applied}","Ada Lovelace"`,
  );
  expect(await code('undo', '--yes')).toEqual([0, '']);
  expect(await code('resume')).toEqual([0, '']);
  expect(await code('runs', '--uncovered')).toEqual([0, '']);
  const listed = await run('runs');
  expect(listed.out).toMatch(/undo .*Ada Lovelace/);
  expect(listed.out).toMatch(/apply .*Ada Lovelace/);
  expect((await run('recover')).err).toMatch(
    /recover builds the journal of a state folder .*RECOVER_DATABASE/,
  );
  expect(await code('runs', '--prune', '1d')).toEqual([0, '']);
  expect((await run('runs', 'none')).err).toContain('RUN_UNKNOWN');
  // The state is in the database alone, and the password nowhere.
  const files = await filesBelow(ada.dir);
  expect(files.filter((file) => /journal|gaps\.ndjson/.test(path.basename(file)))).toEqual([]);
  const texts = [
    ...outputs,
    await contentOf(url),
    ...(await Promise.all(files.map((file) => readFile(file, 'utf8')))),
  ];
  for (const text of texts) expect(text).not.toMatch(/sesame/);
  expect(texts.join()).toContain(login);
  // The files of its runs are where those of a state folder are, whose journal does not know them: it lost none.
  const here = await run('runs', '--state', 'e911-runs');
  expect([here.code, here.err]).toEqual([0, '']);
}, 120_000);

it('hides a password that was typed from the list of processes', async () => {
  const { url, desk } = await openTeam({ latencyMs: 300 });
  const ada = await desk('Ada');
  await ada.file('numbers.csv', SHEET);
  const started = ada.start('apply', 'numbers.csv', '--yes', `--state=${url}`, '--verbose');
  await started.said(/twilio.*GET/);
  const typed = (await readFile(`/proc/${started.child.pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
  expect(typed).toContain('e911 apply numbers.csv --yes --state=postgres://owner@127.0.0.1:');
  const ended = await started.ended;
  expect(ended.code).toBe(0);
  expect(typed + ended.out + ended.err).not.toContain(new URL(url).password);
});

it('refuses a database whose schema is newer, with a sentence', async () => {
  const { url, desk } = await openTeam();
  const ada = await desk('Ada');
  await ada.file('numbers.csv', SHEET);
  expect((await ada.run('runs')).code).toBe(0);
  await asOwner(url, 'INSERT INTO e911.schema_version (version) VALUES (99)');
  const refused = await ada.run('apply', 'numbers.csv', '--yes');
  expect(refused.err).toMatch(/written by a newer version of e911 \(its schema is 99.*JOURNAL_NEWER/s);
  expect(refused.err).not.toContain(new URL(url).password);
  expect(refused.code).toBe(2);
});
