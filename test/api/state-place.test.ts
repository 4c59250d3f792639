import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { operatorAt, placeOfState } from '../../src/api/state-place.ts';
import { shownPlace } from '../../src/journal/state-place.ts';

const URL_TEXT = 'postgres://ada:s%40cret@db.example:5433/e911?sslmode=require';

function requestIn(cwd: string, more: Partial<Parameters<typeof placeOfState>[0]> = {}) {
  return { given: undefined, config: undefined, environment: {}, cwd, onWarning: () => undefined, ...more };
}

const folderWith = (config: string): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'e911-state-'));
  writeFileSync(path.join(folder, 'e911.config.yaml'), config);
  return folder;
};

describe('the place of state', () => {
  it('is what is given, then E911_STATE, then state: of the config, then e911-runs', async () => {
    const cwd = folderWith('state: of-config\naccounts: {}\n');
    const environment = { E911_STATE: 'of-variable' };
    const named = async (more: Parameters<typeof requestIn>[1]) =>
      shownPlace(await placeOfState(requestIn(cwd, more)));
    expect(await named({ given: 'given', environment })).toBe(path.join(cwd, 'given'));
    expect(await named({ environment })).toBe(path.join(cwd, 'of-variable'));
    expect(await named({})).toBe(path.join(cwd, 'of-config'));
    expect(await named({ config: null })).toBe(path.join(cwd, 'e911-runs'));
  });

  it.each(['--state', 'E911_STATE', 'state:'])('may be a reference to a database in %s', async (by) => {
    const cwd = folderWith(by === 'state:' ? 'state: env:TEAM\naccounts: {}\n' : 'accounts: {}\n');
    const environment = { TEAM: URL_TEXT, ...(by === 'E911_STATE' && { E911_STATE: 'env:TEAM' }) };
    const given = by === '--state' ? 'env:TEAM' : undefined;
    const place = await placeOfState(requestIn(cwd, { given, environment }));
    expect(place).toEqual({ kind: 'postgres', url: URL_TEXT, filesDir: path.join(cwd, 'e911-runs') });
  });

  it('is shown without any password, whichever way the URL holds it', async () => {
    for (const url of [URL_TEXT, 'postgres:///e911?host=/run/postgresql&user=ada&password=s%40cret']) {
      const shown = shownPlace(await placeOfState(requestIn('/w', { given: url })));
      expect(shown).not.toContain('cret');
      expect(shown).toContain('ada');
    }
  });

  it('is the same database with spaces around it, and a folder with a drive or a space in its name', async () => {
    const kind = async (given: string) => (await placeOfState(requestIn('/w', { given }))).kind;
    expect(await kind(` ${URL_TEXT}\n`)).toBe('postgres');
    const folders = ['C:/runs', 'runs of @ada', 'a=b', 'postgres'];
    expect(await Promise.all(folders.map(kind))).toEqual(folders.map(() => 'folder'));
  });

  it.each([
    ['a URL of something else', 'mysql://ada:s3cret@db/e911'],
    ['a URL that cannot be read', 'postgres://ada:s3cret@db:port/e911'],
    ['a URL with one slash', 'postgres:/ada:s3cret@db/e911'],
    ['a URL of Java', 'jdbc:postgresql://ada:s3cret@db/e911'],
    ['parameters of libpq', 'host=db user=ada password=s3cret'],
    ['a mode that nobody knows', 'postgres://ada:s3cret@db/e911?sslmode=tls'],
    ['a port that is none', 'postgres:///e911?host=db&port=s3cret'],
  ])('is refused for %s, whose password is not repeated', async (_what, given) => {
    const refused = await placeOfState(requestIn('/w', { given })).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'STATE_URL_INVALID' });
    expect(JSON.stringify(refused) + String(refused)).not.toContain('s3cret');
  });

  it('is refused in a config that holds the password itself', async () => {
    const cwd = folderWith(`state: ${URL_TEXT}\naccounts: {}\n`);
    const refused = await placeOfState(requestIn(cwd)).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'CONFIG_VALUE' });
    expect(String(refused)).not.toContain('cret');
  });
});

it('an operator is E911_OPERATOR, then the role of the database, then the login name', () => {
  const database = { kind: 'postgres', url: URL_TEXT } as const;
  const folder = { kind: 'folder', stateDir: '/w' } as const;
  expect(operatorAt(database, { E911_OPERATOR: 'Ada\nLovelace' }, 'root')).toBe('Ada Lovelace');
  expect(operatorAt(database, {}, 'root')).toBe('ada');
  expect(operatorAt({ kind: 'postgres', url: 'postgres:///e911' }, { PGUSER: 'bob' }, 'root')).toBe('bob');
  expect(operatorAt(folder, { PGUSER: 'bob' }, 'root')).toBe('root');
});
