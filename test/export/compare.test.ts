import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadOld, writeChanges } from '../../src/export/comparison/compare.ts';
import type { Comparison } from '../../src/export/comparison/row-change.ts';
import type { ChangeCounts } from '../../src/export/context/export-options.ts';
import { openSpool, type Spool } from '../../src/export/context/spool.ts';

const COMPARISON: Comparison = { key: ['phone_number'], state: 'state', ignored: new Set(['facts']) };
const ACCOUNTS = new Map([
  ['a', 0],
  ['b', 1],
]);

let dir: string;
let spool: Spool;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'compare-'));
  spool = await openSpool(path.join(dir, '.spool.partial'));
});
afterEach(async () => {
  spool.close();
  await rm(dir, { recursive: true, force: true });
});

const present = (account: number, phone_number: string, street: string, state: string, facts = '') => ({
  account,
  cells: { account: account === 0 ? 'a' : 'b', phone_number, street, state, facts },
});

async function compare(
  old: string,
  rows: readonly ReturnType<typeof present>[],
  problems: readonly string[] = ['', ''],
): Promise<{ counts: ChangeCounts; rows: Record<string, string>[] }> {
  const file = path.join(dir, 'old.csv');
  await writeFile(file, old);
  const loaded = await loadOld(file, COMPARISON, ACCOUNTS, spool);
  let text = '';
  const counts = await writeChanges(
    async (more) => {
      text += more;
    },
    {
      comparison: COMPARISON,
      old: loaded,
      present: rows,
      accounts: [...ACCOUNTS.keys()].map((name, at) => ({ name, problem: problems[at] ?? '' })),
      spool,
      csv: { bom: false },
    },
  );
  return { counts, rows: parse(text, { columns: true }) as Record<string, string>[] };
}

const OLD = `account,phone_number,street,state,facts
a,+14155550001,1 Main St,covered,x=1
a,+14155550002,2 Main St,covered,x=1
b,+14155550003,3 Main St,missing,x=1
c,+14155550004,4 Main St,covered,x=1
`;

describe('a comparison with an earlier export', () => {
  it('names what was added, removed and changed, in which columns, and what fails since', async () => {
    const { counts, rows } = await compare(OLD, [
      present(0, '+14155550001', '1 Oak St', 'failed'),
      present(0, '+14155550005', '5 Main St', 'covered'),
      present(1, '+14155550003', '3 Main St', 'missing', 'x=2'),
    ]);
    expect(
      rows.map((row) => [row['change'], row['phone_number'], row['columns'], row['newly_failing']]),
    ).toEqual([
      ['changed', '+14155550001', 'street state', 'yes'],
      ['added', '+14155550005', '', ''],
      ['removed', '+14155550002', '', ''],
    ]);
    expect(rows[0]).toMatchObject({
      before: 'street: 1 Main St; state: covered',
      after: 'street: 1 Oak St; state: failed',
    });
    expect(counts).toEqual({
      added: 1,
      removed: 1,
      changed: 1,
      newlyFailing: 1,
      findingsChanged: 0,
      rows: 3,
    });
  });

  it('claims nothing to be gone from an account that was not read to its end', async () => {
    const { counts, rows } = await compare(
      OLD,
      [present(1, '+14155550003', '3 Main St', 'missing')],
      ['cut off', ''],
    );
    expect(counts.removed).toBe(0);
    expect(rows).toMatchObject([{ change: 'INCOMPLETE', account: 'a' }]);
  });

  it('claims nothing to be new where the earlier export was not whole', async () => {
    const old = `account,phone_number,street,state,export_note\na,,,,INCOMPLETE: page 2\na,+14155550001,1 Main St,covered,\n`;
    const { counts, rows } = await compare(old, [
      present(0, '+14155550001', '1 Main St', 'covered'),
      present(0, '+14155550002', '2 Main St', 'covered'),
    ]);
    expect(counts).toMatchObject({ added: 0, removed: 0 });
    expect(rows).toMatchObject([{ change: 'INCOMPLETE', account: 'a' }]);
  });

  it('compares only columns that both have, and takes the neutralizer off', async () => {
    const old = `account,phone_number,street\na,+14155550001,'=1 Main St\n`;
    const { rows } = await compare(old, [present(0, '+14155550001', '=1 Main St', 'covered')]);
    expect(rows).toEqual([]);
  });

  it('refuses a file that is no export', async () => {
    await expect(compare('name,phone_number\nx,+14155550001\n', [])).rejects.toMatchObject({
      code: 'EXPORT_COMPARE_UNFIT',
    });
  });
});
