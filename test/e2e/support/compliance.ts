import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { csv, type Ended, type Place } from './command.ts';

export const HEADER = 'phone_number,action,account,caller_name,street,unit,city,region,postal_code,country';

/** The parts of manifest.json that the tests read. */
export interface Manifest {
  readonly status: string;
  readonly operator: string;
  readonly unreachable_accounts: readonly string[];
  readonly accounts: readonly {
    readonly account: string;
    readonly scope: string;
    readonly cannot_list: string;
    readonly read_to_its_end: boolean;
    readonly numbers_read: number;
    readonly numbers_by_provider: number | null;
    readonly last_export: { readonly state: string; readonly sha256: string } | null;
  }[];
  readonly counts: {
    readonly numbers: number;
    readonly findings_by_code: Readonly<Record<string, number>>;
    readonly changes: Readonly<Record<string, number>>;
  };
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
}

/** A compliance export as it ended, and the folder that it wrote. */
interface Complied {
  readonly ended: Ended;
  readonly dir: string;
  readonly manifest: Manifest;
}

export function complianceAt(placeOf: () => Place) {
  return {
    async comply(...args: string[]): Promise<Complied> {
      const ended = await placeOf().run('export', '--compliance', '--json', ...args);
      const dir = (JSON.parse(ended.out) as { out: string }).out;
      const manifest = JSON.parse(await readFile(path.join(dir, 'manifest.json'), 'utf8')) as Manifest;
      return { ended, dir, manifest };
    },

    async apply(rows: readonly string[], ...more: string[]): Promise<number | null> {
      await placeOf().file('requests.csv', `${HEADER}\n${rows.join('\n')}\n`);
      return (await placeOf().run('apply', 'requests.csv', '--yes', '--force', ...more)).code;
    },
  };
}

/** The row of a number in compliance.csv. */
export async function complianceRow(dir: string, account: string, phoneNumber: string) {
  const rows = await csv(path.join(dir, 'compliance.csv'));
  return rows.find((row) => row['account'] === account && row['phone_number'] === phoneNumber);
}
