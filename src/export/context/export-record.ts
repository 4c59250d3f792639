import { exitOfError } from '../../errors/exit-codes.ts';
import type { Journal } from '../../journal/journal.ts';
import type { ExportHost, ExportOptions, ExportReport } from './export-options.ts';

/** One export as `e911 runs` lists it. */
interface ExportBeginning {
  readonly exportId: string;
  readonly outDir: string;
  readonly startedAt: string;
}

/** Notes in the journal that an export begins: its folder in the state folder is then one that the journal knows. */
export async function noteExportBegun(
  journal: Journal,
  options: ExportOptions,
  { exportId, outDir, startedAt }: ExportBeginning,
  { operator }: ExportHost,
): Promise<void> {
  await journal.startRun({
    runId: exportId,
    command: 'export',
    sheetName: options.compliance === null ? options.kind : 'compliance',
    sheetSha256: '',
    header: [],
    options: { kind: options.kind, accounts: options.accounts },
    operator,
    outDir,
    startedAt,
    finishedAt: null,
    exitCode: null,
    exitReason: '',
  });
}

/** Notes that an export ended by an error: `e911 runs` would show it as unfinished for ever. */
export async function noteExportFailed(
  journal: Journal,
  exportId: string,
  error: unknown,
  finishedAt: string,
): Promise<void> {
  const exitReason = error instanceof Error ? error.message : String(error);
  await journal.endRun(exportId, { finishedAt, exitCode: exitOfError(error), exitReason });
}

/** Notes how an export ended. */
export async function noteExportEnded(
  journal: Journal,
  { exportId, exitCode, exitReason }: ExportReport,
  finishedAt: string,
): Promise<void> {
  await journal.endRun(exportId, { finishedAt, exitCode, exitReason });
}
