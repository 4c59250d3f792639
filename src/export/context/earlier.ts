import type { UnitNames } from '../../domain/address/resolve-units.ts';

/** What the live state is compared with; read before the first call. */
export interface Earlier {
  /** Null when there is nothing to compare with. */
  readonly old: OldExport | null;
  /** Of a compliance export: the last one of each account. */
  readonly last: readonly LastOfAccount[];
  /** The sheet of `--against`; null when none was given. */
  readonly sheet: LoadedSheet | null;
}

/** What an earlier export knew, in the spool. */
export interface OldExport {
  /** Accounts that are compared. */
  readonly accounts: ReadonlySet<number>;
  readonly columns: ReadonlySet<string>;
  /** Accounts that the earlier export held in part: a number that seems new may have been there before. */
  readonly cutOff: ReadonlySet<number>;
  readonly sha256: string;
}

/** The state of an account's last compliance export. `changed`: the file was edited since, so it proves nothing. */
export interface LastOfAccount {
  readonly account: string;
  readonly state: 'compared' | 'none' | 'gone' | 'changed';
  /** Empty when there was none. */
  readonly sha256: string;
  readonly finishedAt: string;
}

/** A sheet that was read for comparison. */
export interface LoadedSheet {
  readonly name: string;
  readonly sha256: string;
  /** Rows that could not be read, as differences. */
  readonly unreadable: readonly Difference[];
  /** Rows about accounts that were not asked. */
  readonly elsewhere: number;
  /** Which designators its units have. */
  readonly units: UnitNames;
}

/** In which way a sheet and an account differ; each is a finding as well. */
type DifferenceCode = 'not-at-provider' | 'not-in-sheet' | 'differs-from-sheet' | 'sheet-row-unreadable';

/** One way in which a sheet and the live state say different things. */
export interface Difference {
  readonly account: string;
  /** As the sheet writes it where it cannot be read; empty for an end user without one. */
  readonly phoneNumber: string;
  /** Empty beside a number. */
  readonly endUserId: string;
  readonly code: DifferenceCode;
  /** Row of the sheet; empty when the sheet has none. */
  readonly line: string;
  readonly inSheet: string;
  readonly live: string;
}
