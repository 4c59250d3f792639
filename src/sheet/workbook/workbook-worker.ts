import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { streamXlsxRows } from 'hucre/xlsx';
import { cellText } from '../cells/cell-text.ts';
import type { FileRow } from '../source/row-source.ts';
import type { FromWorker, ToWorker } from './workbook-rows.ts';

/*
 * Reads the rows of one worksheet in a thread of its own, whose memory is bounded and which can be ended whatever it does.
 * After each batch it sleeps until the batch was used: the library would otherwise read on and keep all rows.
 */
const BATCH_ROWS = 200;
const BATCH_CHARS = 256 * 1024;

const port = parentPort;
if (port !== null) {
  const say = (message: FromWorker): void => port.postMessage(message);
  try {
    await readRows(workerData as ToWorker, say);
    say({ kind: 'end' });
  } catch (cause) {
    say({ kind: 'failed', message: cause instanceof Error ? cause.message : String(cause) });
  }
}

async function readRows(task: ToWorker, say: (message: FromWorker) => void): Promise<void> {
  const bytes = await readFile(task.path);
  if (createHash('sha256').update(bytes).digest('hex') !== task.sha256) {
    say({ kind: 'changed' });
    return;
  }
  const turn = new Int32Array(task.turn);
  let rows: FileRow[] = [];
  let chars = 0;
  const flush = (): void => {
    Atomics.store(turn, 0, 0);
    say({ kind: 'rows', rows });
    rows = [];
    chars = 0;
    Atomics.wait(turn, 0, 0);
  };
  for await (const row of streamXlsxRows(bytes, { sheet: task.sheetIndex })) {
    const cells = row.values.map((value, column) => cellText(value, task.digitColumns.get(column)));
    rows.push({ line: row.index + 1, cells });
    chars += cells.reduce((sum, cell) => sum + cell.length, 0);
    if (rows.length >= BATCH_ROWS || chars >= BATCH_CHARS) flush();
  }
  if (rows.length > 0) flush();
}
