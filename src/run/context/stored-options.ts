import { z } from 'zod';
import { JournalError } from '../../errors/app-error.ts';
import type { RunRecord } from '../../journal/records.ts';
import type { RunOptions } from './run-options.ts';

const threshold = z.object({ kind: z.enum(['count', 'percent']), value: z.number() });
const text = z.string().optional();
const count = z.number().optional();

const schema = z.object({
  command: z.enum(['validate', 'plan', 'apply', 'verify', 'undo']),
  input: z.string(),
  ofRun: text,
  stateDir: z.string(),
  outDir: text,
  account: text,
  online: z.boolean(),
  accept: z.enum(['none', 'formatting', 'all']),
  checkByCreate: z.boolean(),
  maxReplace: threshold,
  maxRemove: threshold,
  maxErrors: threshold,
  strict: z.boolean(),
  force: z.boolean(),
  waitMs: z.number(),
  maxOpen: z.number(),
  prune: z.boolean(),
  failOnChanges: z.boolean(),
  rows: z.tuple([z.number(), z.number()]).optional(),
  where: z.object({ column: z.string(), value: z.string() }).optional(),
  limit: count,
  delimiter: text,
  encoding: text,
  headerRow: count,
  worksheet: text,
  maxXlsxMb: count,
  bom: z.boolean(),
});

/**
 * The options that a run was started with, from its record; JSON has left out the absent ones.
 * @throws JournalError JOURNAL_DAMAGED when the record does not hold them.
 */
export function storedOptions(run: RunRecord): RunOptions {
  const read = schema.safeParse(run.options);
  if (!read.success) {
    throw new JournalError(`The journal does not hold the options of run ${run.runId}.`, {
      code: 'JOURNAL_DAMAGED',
      hint: 'Apply the sheet again: what is done already is found and costs no write.',
      cause: read.error,
    });
  }
  const { ofRun, outDir, account, rows, where, limit, delimiter, encoding, headerRow, worksheet, maxXlsxMb } =
    read.data;
  return {
    ...read.data,
    ofRun,
    outDir,
    account,
    rows,
    where,
    limit,
    delimiter,
    encoding,
    headerRow,
    worksheet,
    maxXlsxMb,
  };
}
