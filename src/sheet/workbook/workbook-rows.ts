import { Worker } from 'node:worker_threads';
import { systemCode } from '../../errors/system-code.ts';
import { shippedFile } from '../../shipped/shipped-file.ts';
import type { FileRow } from '../source/row-source.ts';
import { isWorkbookRefusal, refuseWorkbook } from './refuse-workbook.ts';

/** What the reading thread is given. */
export interface ToWorker {
  readonly path: string;
  /** Hash that the file must still have. */
  readonly sha256: string;
  /** Place among the workbook's sheets, from 0. */
  readonly sheetIndex: number;
  readonly digitColumns: ReadonlyMap<number, string>;
  /** One 32-bit word: 0 while a batch is being used, 1 when the next may come. */
  readonly turn: SharedArrayBuffer;
}

/** What the reading thread says. */
export type FromWorker =
  | { readonly kind: 'rows'; readonly rows: readonly FileRow[] }
  | { readonly kind: 'end' }
  | { readonly kind: 'changed' }
  | { readonly kind: 'failed'; readonly message: string };

/** Memory of the reading thread, MB: twice what a million shared texts need. */
const MEMORY_MB = 1024;
/** Longest silence of the reading thread while its next rows are waited for. */
const SILENCE_MS = 60_000;

/**
 * The rows of a worksheet, read by a thread that is ended when it takes too much memory or time, or when no more rows are
 * wanted.
 * @throws UsageError when the library cannot read the workbook, or a limit was met.
 */
export async function* readWorkbookRows(task: Omit<ToWorker, 'turn'>): AsyncGenerator<readonly FileRow[]> {
  const turn = new SharedArrayBuffer(4);
  const worker = new Worker(shippedFile('dist/workbook-worker.js'), {
    workerData: { ...task, turn } satisfies ToWorker,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB, maxYoungGenerationSizeMb: 64, stackSizeMb: 4 },
  });
  const inbox = new Inbox(worker);
  let lastLine = 0;
  try {
    while (true) {
      const message = await inbox.next();
      if (message.kind === 'end') return;
      if (message.kind === 'failed') throw failed(task.path, message.message);
      if (message.kind === 'changed') throw refuseWorkbook(task.path, 'SHEET_CHANGED');
      for (const row of message.rows) {
        if (!Number.isInteger(row.line) || row.line <= lastLine) {
          throw refuseWorkbook(task.path, 'SHEET_WORKBOOK_REFERENCE', { detail: `row ${row.line}` });
        }
        lastLine = row.line;
      }
      yield message.rows;
      const word = new Int32Array(turn);
      Atomics.store(word, 0, 1);
      Atomics.notify(word, 0);
    }
  } finally {
    await worker.terminate();
  }
}

/** The thread's messages one by one, its death among them. */
class Inbox {
  readonly #waiting: FromWorker[] = [];
  #wake: (() => void) | null = null;

  constructor(worker: Worker) {
    const take = (message: FromWorker): void => {
      this.#waiting.push(message);
      this.#wake?.();
    };
    worker.on('message', take);
    worker.on('error', (cause: unknown) => {
      const isMemory = systemCode(cause) === 'ERR_WORKER_OUT_OF_MEMORY';
      const message = cause instanceof Error ? cause.message : String(cause);
      take({ kind: 'failed', message: isMemory ? 'SHEET_WORKBOOK_TOO_LARGE' : message });
    });
    worker.on('exit', () => take({ kind: 'failed', message: 'the reading thread ended' }));
  }

  async next(): Promise<FromWorker> {
    const first = this.#waiting.shift();
    if (first !== undefined) return first;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      timer = setTimeout(resolve, SILENCE_MS);
    });
    clearTimeout(timer);
    this.#wake = null;
    return this.#waiting.shift() ?? { kind: 'failed', message: 'SHEET_WORKBOOK_SLOW' };
  }
}

function failed(path: string, message: string): Error {
  if (isWorkbookRefusal(message)) return refuseWorkbook(path, message);
  return refuseWorkbook(path, 'SHEET_WORKBOOK_DAMAGED', { detail: message.slice(0, 200) });
}
