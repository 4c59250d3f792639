import { createHash } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { csv, newestResults, newestRun, openPlace, type Place } from '../support/command.ts';

const MIXED = `phone_number,action,caller_name,street,unit,city,region,postal_code,country,note
+14155550100,,Harbor Dental,645 Harrison St,Ste 200,San Francisco,CA,94105,US,covered by it already
+14155550104,,Harbor Dental,645 Harrison St,Ste 200,San Francisco,CA,94105,US,existing address reused
+14155550105,,City Desk,200 N Spring St,,Los Angeles,CA,90012,US,new address
+14155550106,,City Desk,200 N Spring St,,Los Angeles,CA,90012,US,the same new address
+14155550107,,City Desk,202 C St,,San Diego,CA,92101,US,second new address
+14155550102,,City Desk,200 N Spring St,,Los Angeles,CA,90012,US,changed
+12125550102,,City Desk,202 C St,,San Diego,CA,92101,US,changed too
+12125550103,remove,,,,,,,,removed
+12125550100,ignore,,,,,,,,left alone
`;
const MIXED_RESULTS = [
  'unchanged',
  'applied',
  'applied',
  'applied',
  'applied',
  'applied',
  'applied',
  'applied',
  'skipped',
];

function kinds(place: Place, from = 0): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of place.effects().slice(from)) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

describe('the main job', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace();
    await place.file('numbers.csv', MIXED);
  });
  afterEach(() => place.close());

  it('applies a mixed sheet with the smallest number of writes, and answers each row', async () => {
    const { code, out, err } = await place.run('apply', 'numbers.csv', '--yes');
    expect({ code, err }).toMatchObject({ code: 0 });
    const results = await newestResults(place);
    expect(results.map((row) => row['result'])).toEqual(MIXED_RESULTS);
    expect(results.map((row) => row['row'])).toEqual(MIXED_RESULTS.map((_, index) => String(index + 2)));
    expect(results.map((row) => row['note'])[5]).toBe('changed');
    // 2 places are new; 4 numbers get their first address, 2 another one, 1 none.
    const counts = kinds(place);
    expect(counts['create-address']).toBe(2);
    expect(counts['associate']).toBe(6);
    expect(counts['disassociate']).toBe(3);
    expect(counts['delete-address']).toBeUndefined();
    for (const row of results.filter((one) => one['result'] === 'applied' && one['action'] !== 'remove')) {
      expect(row['emergency_status']).toMatch(/registered/);
    }
    expect(out).toContain('results.csv');
    expect(out).toMatch(/^Applied \d+ of \d+, \d+ unchanged \(exit 0\)$/m);
  });

  it('makes no write when the same sheet is applied again', async () => {
    await place.run('apply', 'numbers.csv', '--yes');
    const before = place.effects().length;
    const { code } = await place.run('apply', 'numbers.csv');
    expect(code).toBe(0);
    expect(place.effects().slice(before)).toEqual([]);
    const results = await newestResults(place);
    expect(new Set(results.map((row) => row['result']))).toEqual(new Set(['unchanged', 'skipped']));
  });

  it('makes no write in a dry run, a plan, a validation', async () => {
    for (const args of [
      ['validate', 'numbers.csv'],
      ['plan', 'numbers.csv'],
      ['apply', 'numbers.csv', '--dry-run'],
    ]) {
      expect((await place.run(...args)).code, args.join(' ')).toBe(0);
    }
    expect(place.effects()).toEqual([]);
    const results = await newestResults(place);
    expect(results.map((row) => row['result'])).toEqual(
      MIXED_RESULTS.map((result) => (result === 'applied' ? 'would_apply' : result)),
    );
  });

  it('refuses a plan.json that was edited and sealed again with a digest of its own', async () => {
    await place.run('plan', 'numbers.csv', '--out', 'plan');
    const file = path.join(place.dir, 'plan', 'plan.json');
    const made = await readFile(file, 'utf8');
    const edits: ((text: string) => string)[] = [
      (text) => text.replace('"accept":"none"', '"accept":"all"'),
      (text) => text.replace(/"made_at":"[^"]+"/, '"made_at":"2026-11-20T00:00:00.000Z"'),
      // The first operation is left out.
      (text) => text.replace(/\n\{.*\},?\n/, '\n'),
    ];
    for (const edit of edits) {
      await writeFile(file, sealed(edit(made)));
      const refused = await place.run('apply', 'plan/plan.json', '--yes');
      expect(refused).toMatchObject({ code: 4, err: expect.stringContaining('is not the plan that run') });
    }
    expect(place.effects()).toEqual([]);
    await writeFile(file, sealed(made));
    expect((await place.run('apply', 'plan/plan.json', '--yes')).code).toBe(0);
  });

  it('applies a reviewed plan.json once', async () => {
    await place.run('plan', 'numbers.csv', '--out', 'plan');
    // A plan is carried out whole; an option that chooses rows must not be passed over in silence.
    for (const option of ['--rows=2-3', '--where=action=remove', '--accept=all']) {
      const refused = await place.run('apply', 'plan/plan.json', '--yes', option);
      expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('exactly as it was reviewed') });
    }
    for (const args of [['plan'], ['validate'], ['apply', '--dry-run'], ['verify']]) {
      expect((await place.run(...args, 'plan/plan.json')).err, args.join(' ')).toContain('is a plan, but');
    }
    expect(place.effects()).toEqual([]);
    const first = await place.run('apply', 'plan/plan.json', '--yes');
    expect(first.code).toBe(0);
    const before = place.effects().length;
    const again = await place.run('apply', 'plan/plan.json', '--yes');
    expect(again.code).toBe(4);
    expect(place.effects().length).toBe(before);
  });

  it('writes private files with a summary that adds up', async () => {
    await place.run('apply', 'numbers.csv', '--yes');
    const folder = await newestRun(place);
    const summary = JSON.parse(await readFile(path.join(folder, 'summary.json'), 'utf8')) as {
      rows: number;
      results: Record<string, number>;
      exit_code: number;
      addresses: { distinct: number; created: number };
      files: { name: string }[];
    };
    expect(Object.values(summary.results).reduce((sum, count) => sum + count, 0)).toBe(summary.rows);
    expect(summary).toMatchObject({ rows: 9, exit_code: 0, addresses: { created: 2 } });
    for (const { name } of summary.files) {
      expect((await stat(path.join(folder, name))).mode & 0o777, name).toBe(0o600);
    }
  });

  it('carries out the good rows and reports the bad ones', async () => {
    await place.file('numbers.csv', `${MIXED}+1415555,,City Desk,,,,,,US,\n`);
    const { code, out } = await place.run('apply', 'numbers.csv', '--yes');
    expect(code).toBe(1);
    // The row has no readable number; what was typed says which one it is.
    expect(out).toMatch(/^11 +failed +\+1415555 /m);
    const folder = await newestRun(place);
    const results = await csv(path.join(folder, 'results.csv'));
    expect(results.at(-1)).toMatchObject({ result: 'failed', row: '11' });
    for (const row of results.filter(({ result }) => result === 'applied')) {
      expect(Date.parse(row['started_at'] ?? ''), row['row']).toBeLessThanOrEqual(
        Date.parse(row['finished_at'] ?? ''),
      );
    }
    expect(
      (await csv(path.join(folder, 'errors.csv'))).filter((one) => one['row'] === '11').length,
    ).toBeGreaterThan(1);
    const retry = await csv(path.join(folder, 'retry.csv'));
    expect(retry.map((row) => row['phone_number'])).toEqual(['+1415555']);
  });

  it('gives one JSON object and nothing else with --json', async () => {
    const { code, out } = await place.run('plan', 'numbers.csv', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ exit_code: 0, summary: { rows: 9, command: 'plan' } });
  });

  it('tries everything on the sandbox without any config', async () => {
    const { code } = await place.run('plan', 'numbers.csv', '--sandbox', '--config', 'is-not-there.yaml');
    expect(code).toBe(0);
    expect(place.effects()).toEqual([]);
  });
});

/** The text of a plan with the digest and the count of the lines that it has now. */
function sealed(plan: string): string {
  const [head = '', ...rest] = plan.trimEnd().split('\n');
  const operations = rest.slice(0, -1).map((line) => line.replace(/,$/, ''));
  const hash = createHash('sha256');
  for (const line of [head.slice(0, -',"operations":['.length), ...operations]) hash.update(`${line}\n`);
  const foot = JSON.stringify({ operation_count: operations.length, digest: hash.digest('hex') });
  return `${head}\n${operations.join(',\n')}\n],${foot.slice(1)}\n`;
}
