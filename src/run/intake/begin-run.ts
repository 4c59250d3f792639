import path from 'node:path';
import { EXIT_CODES } from '../../errors/exit-codes.ts';
import type { Journal } from '../../journal/journal.ts';
import type { RunRecord } from '../../journal/records.ts';
import { filesDirOf } from '../../journal/state-place.ts';
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
 *
 * A folder of its own choice is proved before there is a record. The folder inside the state folder comes after the record: a
 * kill between the two must not leave the folder of a run that the journal does not know, which looks like a lost journal.
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
  const outDir = path.resolve(options.outDir ?? path.join(filesDirOf(options.state), runId));
  const openOut = () => openOutFolder(outDir, { disk: host.disk });
  const chosen = options.outDir === undefined ? null : await openOut();
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
    outDir,
    startedAt,
    finishedAt: null,
    exitCode: null,
    exitReason: '',
  });
  await noteHolder(journal, { runId, state: options.state }, host);
  const out = chosen ?? (await openOut().catch((error) => endUnbegun(error)));
  host.watcher.event?.({
    type: 'run-started',
    run_id: runId,
    command: options.command,
    out_dir: outDir,
    resumed: false,
  });
  return { runId, out, startedAt };

  async function endUnbegun(error: unknown): Promise<never> {
    const exitReason = error instanceof Error ? error.message : String(error);
    await journal.endRun(runId, {
      finishedAt: isoNow({ host }),
      exitCode: EXIT_CODES.usage.code,
      exitReason,
    });
    throw error;
  }
}
