import { readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { csv, openPlace, type Place } from '../support/command.ts';

const SHEET = `phone_number,action,caller_name,street,unit,city,region,postal_code,country
+14155550100,,Harbor Dental,645 Harrison St,Ste 200,San Francisco,CA,94105,US
+14155550105,,City Desk,200 N Spring St,,Los Angeles,CA,90012,US
+14155550106,,City Desk,200 N Spring St,,Los Angeles,CA,90012,US
+14155550102,,City Desk,202 C St,,San Diego,CA,92101,US
+12125550103,remove,,,,,,,
`;

interface Figures {
  readonly preview: {
    readonly changing_calls: number;
    readonly gaps: number;
    readonly windows_at_once: number;
    readonly unchecked_rows: number;
    readonly guards: readonly string[];
  };
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
}

describe('the preview', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace();
    await place.file('numbers.csv', SHEET);
  });
  afterEach(() => place.close());

  async function json(...parts: string[]): Promise<Figures> {
    return JSON.parse(await readFile(path.join(place.dir, ...parts), 'utf8')) as Figures;
  }

  it('foretells the calls of the real run, one by one, and the result of each row', async () => {
    expect((await place.run('plan', 'numbers.csv', '--out', 'plan')).code).toBe(0);
    const { preview, files } = await json('plan', 'summary.json');
    expect(files.map(({ name }) => name)).toContain('report.html');
    expect(await json('plan', 'plan.json')).toMatchObject({ preview });
    expect((await place.run('apply', 'numbers.csv', '--yes', '--out', 'run')).code).toBe(0);
    expect(place.effects()).toHaveLength(preview.changing_calls);
    expect(preview).toMatchObject({ gaps: 1, windows_at_once: 1, unchecked_rows: 3, guards: [] });
    const results = async (file: string): Promise<(string | undefined)[]> =>
      (await csv(path.join(place.dir, file))).map((row) => row['result']);
    expect(await results('run/results.csv')).toEqual(
      (await results('plan/plan.csv')).map((result) => (result === 'would_apply' ? 'applied' : result)),
    );
  });

  it('names a next command that works when it is pasted, and no table without a line', async () => {
    await place.file('my numbers.csv', SHEET);
    await rename(path.join(place.dir, 'e911.config.yaml'), path.join(place.dir, 'c.yaml'));
    const typed = ['--config', 'c.yaml', '--state', 'my state'];
    const plan = await place.run('plan', 'my numbers.csv', ...typed);
    expect(plan.out).toMatch(
      /^next: e911 apply 'my state\/[\w-]+\/plan\.json' --config c\.yaml --state 'my state'$/m,
    );
    const validated = await place.run('validate', 'my numbers.csv', ...typed);
    expect(validated.out).toContain("next: e911 plan 'my numbers.csv' --config c.yaml --state 'my state'\n");
    await place.file('ignored.csv', 'phone_number,action\n+14155550100,ignore\n');
    const ignored = await place.run('plan', 'ignored.csv', ...typed);
    expect(ignored.out).toMatch(/skipped +1/);
    expect(ignored.out).not.toContain('changing calls');
    const tried = await place.run('plan', 'my numbers.csv', '--sandbox');
    expect(tried.out).toContain("next: e911 apply 'my numbers.csv' --sandbox\n");
  });

  it('tags what differs between the address before and after, in plan.csv and on the terminal', async () => {
    const { out } = await place.run('plan', 'numbers.csv', '--out', 'plan');
    const rows = await csv(path.join(place.dir, 'plan', 'plan.csv'));
    expect(rows[3]?.['difference']).toBe(
      '[-645 HARRISON-] {+202 C+} St, [-STE 200,-] San [-FRANCISCO,-] {+Diego,+} CA [-94105,-] {+92101,+} US',
    );
    expect(rows[0]?.['difference']).toBe('');
    expect(out).toMatch(/^ {4}- \[-645 HARRISON-\] ST,.*\n {4}\+ \{\+202 C\+\} St,/m);
    expect(out).toContain('assign: the number has no emergency address');
  });

  it('has a report that names the next command with what was typed, for the folder of the report', async () => {
    const typed = ['--config', 'e911.config.yaml', '--limit', '3', '--accept', 'formatting'];
    const commandIn = async (folder: string): Promise<string> => {
      const page = await readFile(path.join(place.dir, folder, 'report.html'), 'utf8');
      expect(page).not.toContain(place.dir);
      return /e911 apply plan\.json[^"<]*/.exec(page)?.[0] ?? '';
    };
    await place.run('plan', 'numbers.csv', '--out', 'typed', ...typed);
    const workspace = '--config ../e911.config.yaml --state ../e911-runs';
    expect(await commandIn('typed')).toBe(`e911 apply plan.json --accept formatting ${workspace}`);
    await place.run('plan', 'numbers.csv', '--out', 'found');
    expect(await commandIn('found')).toBe(`e911 apply plan.json ${workspace}`);
  });

  it('of --sandbox has a report that names no command: the same one would be about real accounts', async () => {
    await place.run('plan', 'numbers.csv', '--out', 'real');
    await place.run('plan', 'numbers.csv', '--out', 'tried', '--sandbox');
    const [real, tried] = await Promise.all(
      ['real', 'tried'].map((name) => readFile(path.join(place.dir, name, 'report.html'), 'utf8')),
    );
    expect(real).toContain('e911 apply');
    expect(tried).not.toContain('e911 apply');
  });

  it('names the guard that would stop the real run, and still writes its files', async () => {
    const { code, out } = await place.run('plan', 'numbers.csv', '--out', 'plan', '--max-replace', '0');
    expect(code).toBe(0);
    const { preview } = await json('plan', 'summary.json');
    expect(preview.guards).toEqual([expect.stringContaining('(limit: --max-replace 0)')]);
    expect(out).toContain('A guard would stop this run: ');
    expect(await readFile(path.join(place.dir, 'plan', 'report.html'), 'utf8')).toContain(
      'A guard would stop this run',
    );
    expect((await place.run('apply', 'numbers.csv', '--yes', '--max-replace', '0')).code).toBe(4);
    expect(place.effects()).toEqual([]);
  });
});
