import type { Journal } from '../../journal/journal.ts';
import type { RunRecord } from '../../journal/records.ts';
import { type OutFolder, openOutFolder } from '../../report/out-folder.ts';
import { isoNow } from '../context/run-context.ts';
import { newRunId } from '../context/run-id.ts';
import type { RunHost, RunOptions } from '../context/run-options.ts';
import { noteHolder } from '../context/run-stage.ts';
import { optionTexts } from '../context/stored-options.ts';

/** A run that is in the journal without a row. */
export interface Begun {
  readonly runId: string;
  readonly out: OutFolder;
  readonly startedAt: string;
}

/**
 * Begins a run: creates its folder and its record in the journal. `noted` is kept with the options.
 * @throws UsageError OUT_EXISTS or OUT_NOT_WRITABLE.
 */
export async function beginRun(
  journal: Journal,
  start: {
    readonly sheet: Pick<RunRecord, 'sheetName' | 'sheetSha256' | 'header'>;
    readonly options: RunOptions;
    readonly noted: Readonly<Record<string, unknown>>;
  },
  host: RunHost,
): Promise<Begun> {
  const { options } = start;
  const runId = newRunId(host);
  const out = await openOutFolder(options.outDir ?? `${options.stateDir}/${runId}`, { disk: host.disk });
  const startedAt = isoNow({ host });
  const { sheetName, sheetSha256, header } = start.sheet;
  await journal.startRun({
    runId,
    command: options.command,
    sheetName,
    sheetSha256,
    header,
    options: { ...optionTexts(options), ...start.noted },
    operator: host.operator,
    outDir: out.path,
    startedAt,
    finishedAt: null,
    exitCode: null,
    exitReason: '',
  });
  await noteHolder(journal, runId, host);
  return { runId, out, startedAt };
}
