import path from 'node:path';
import { filesDirOf } from '../../journal/state-place.ts';
import { RUN_LOG } from '../../report/run-log.ts';
import type { ExportOptions } from './export-options.ts';

/** Where an export is written: its folder and the names of its files. */
export interface ExportPlace {
  readonly folder: string;
  /** numbers.csv, compliance.csv, ... */
  readonly main: string;
  /** Null when there is nothing to compare with. */
  readonly changes: string | null;
  /** Only of a compliance export. */
  readonly manifest: string | null;
  readonly differences: string | null;
  readonly report: string | null;
  /** The workbook, with `--xlsx` or by its own name. */
  readonly book: string | null;
  /** Whether the workbook replaces the main CSV file, which is then written only when it has too many rows for a workbook. */
  readonly isBookAlone: boolean;
  /** The log of its calls, which may be there already. */
  readonly log: string;
  /** All of them, for the folder to make sure that none is there. */
  readonly all: readonly string[];
}

/** A path that ends in `.csv` or `.xlsx` names the file itself; any other is a folder. */
export function placeOfFiles(options: ExportOptions, exportId: string): ExportPlace {
  const { out, compliance, hasBook } = options;
  const ending = out === undefined ? '' : (/\.(?:csv|xlsx)$/i.exec(out)?.[0] ?? '');
  const isFile = ending !== '';
  const isBookAlone = ending.toLowerCase() === '.xlsx';
  const folder =
    out === undefined ? path.join(filesDirOf(options.state), exportId) : isFile ? path.dirname(out) : out;
  const stem =
    out !== undefined && isFile
      ? path.basename(out).slice(0, -ending.length)
      : compliance === null
        ? options.kind
        : 'compliance';
  const main = `${stem}${isFile && !isBookAlone ? ending : '.csv'}`;
  // Beside a file of the user's own name the others take its name as well, so that several exports fit one folder.
  const beside = (name: string): string => (isFile ? `${stem}-${name}` : name);
  const hasChanges = compliance !== null || options.compare !== undefined;
  const place = {
    folder,
    main,
    changes: hasChanges ? beside('changes.csv') : null,
    manifest: compliance === null ? null : beside('manifest.json'),
    differences: compliance?.against === undefined ? null : beside('differences.csv'),
    report: compliance === null ? null : 'report.html',
    book: isBookAlone || hasBook ? `${stem}${isBookAlone ? ending : '.xlsx'}` : null,
    isBookAlone,
    log: beside(RUN_LOG),
  };
  const { main: first, changes, manifest, differences, report, book } = place;
  return {
    ...place,
    all: [isBookAlone ? null : first, changes, manifest, differences, report, book].filter(
      (name) => name !== null,
    ),
  };
}
