import type { Journal } from '../../journal/journal.ts';
import type { OutFolder, WrittenFile } from '../../report/out-folder.ts';
import type { Earlier } from './earlier.ts';
import type { AccountReading, ExportHost, ExportOptions, ExportReport } from './export-options.ts';
import type { ExportPlace } from './place-of-files.ts';
import type { RowAccount } from './row-account.ts';
import type { Spool } from './spool.ts';

/** What every part of one export needs. */
export interface ExportContext {
  readonly exportId: string;
  readonly options: ExportOptions;
  readonly host: ExportHost;
  readonly out: OutFolder;
  readonly place: ExportPlace;
  readonly spool: Spool;
  readonly accounts: readonly RowAccount[];
  readonly readings: readonly AccountReading[];
  /** Account name to its place among those asked. */
  readonly indexOf: ReadonlyMap<string, number>;
  /** Null without a journal where none is needed. */
  readonly journal: Journal | null;
  readonly startedAt: string;
  readonly earlier: Earlier;
}

/** What the files came to. */
export interface Written {
  readonly files: readonly WrittenFile[];
  readonly rows: number;
  readonly coverage: ExportReport['coverage'];
  readonly changes: ExportReport['changes'];
  readonly findings: ExportReport['findings'];
}
