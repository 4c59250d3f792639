import { commandError } from '../../errors/command-errors.ts';
import { rowProblem } from '../../errors/row-codes.ts';
import type { Journal } from '../../journal/journal.ts';
import type { RowRecord } from '../../journal/records.ts';
import { namedPlace } from '../../journal/state-place.ts';
import { type PlanFile, readPlanJson } from '../../report/plan-json.ts';
import { createRowChecker } from '../../sheet/rows/check-row.ts';
import { checkRepeatedOnce } from '../../sheet/rows/repeated-rows.ts';
import { openWithReading } from '../../sheet/sheet-reading.ts';
import type { SheetRow } from '../../sheet/source/sheet-row.ts';
import { notedColumns } from '../context/noted-columns.ts';
import { DEFAULT_MAX_GAP, type RunHost, type RunOptions, runOptionsSchema } from '../context/run-options.ts';
import { type Choices, choicesByNumber, readChoices, requireSameRows, withChoice } from './choices.ts';
import { columnIndex } from './column-index.ts';
import { reviewedSource } from './reviewed-source.ts';
import { rowFilter } from './row-filter.ts';
import { rowRules } from './row-rules.ts';
import { saveMapping } from './save-mapping.ts';
import type { Source } from './source.ts';

/** @throws UsageError when the sheet cannot be read; GuardError when a plan was edited, is used up or is not known here. */
export async function openSource(options: RunOptions, host: RunHost, journal: Journal): Promise<Source> {
  const { review } = options;
  if (review !== undefined) return reviewedSource({ ...options, review }, host, journal);
  if (!options.input.toLowerCase().endsWith('.json')) return sheetSource(options, host, journal);
  if (options.command === 'apply') return planSource(options, journal);
  throw commandError('sheetIsPlan', { input: options.input, command: options.command });
}

/**
 * A plan is carried out as it was reviewed, whole or by its first rows (`--limit`): an option that chooses or changes other rows,
 * or says how a sheet is read, is refused, since it would do nothing.
 * @throws UsageError PLAN_OPTION_UNFIT
 */
function requireAsReviewed(
  options: RunOptions,
  plan: PlanFile,
  { accept, maxGapMs }: Pick<RunOptions, 'accept' | 'maxGapMs'>,
): void {
  const { account } = options;
  const unfit = {
    '--rows': options.rows !== undefined,
    '--where': options.where.length > 0,
    '--map or --mapping': options.map.length > 0,
    '--save-mapping': options.saveMapping !== undefined,
    '--delimiter': options.delimiter !== undefined,
    '--encoding': options.encoding !== undefined,
    '--header-row': options.headerRow !== undefined,
    '--worksheet': options.worksheet !== undefined,
    '--include-hidden': options.includeHidden,
    '--max-xlsx-mb': options.maxXlsxMb !== undefined,
    '--set': options.set.length + options.setAlways.length > 0,
    '--prefer-id': options.preferId,
    '--choices': options.choices !== undefined,
    '--account': account !== undefined && !plan.head.accounts.some(({ name }) => name === account),
    '--accept': options.accept !== 'none' && options.accept !== accept,
    '--max-gap': ![maxGapMs, readMaxGap(DEFAULT_MAX_GAP)].includes(options.maxGapMs),
  };
  const [name] = Object.entries(unfit).find(([, isUnfit]) => isUnfit) ?? [];
  if (name === undefined) return;
  throw commandError('planOptionUnfit', { option: name });
}

/** The limit that a plan was made with; plans of earlier versions name none. */
function maxGapOfPlan({ head }: PlanFile): number {
  return readMaxGap(head.options['max_gap'] ?? DEFAULT_MAX_GAP);
}

/** The limit that a plan was reviewed with holds when it is applied, unless another one is typed. */
function maxSpendOfPlan({ head }: PlanFile): string | undefined {
  return runOptionsSchema.shape.maxSpend.parse(head.options['max_spend']);
}

function readMaxGap(text: unknown): number {
  return runOptionsSchema.shape.maxGapMs.parse(text);
}

async function sheetSource(options: RunOptions, host: RunHost, journal: Journal): Promise<Source> {
  const rulesOfRows = rowRules(options, host);
  const sheet = await openWithReading(options.input, options, rulesOfRows);
  if (options.saveMapping !== undefined) await saveMapping(options.saveMapping, options.map);
  const leftOutBy = rowFilter(options, sheet.header, (name) =>
    columnIndex(sheet.header, sheet.mapping.columns, name),
  );
  const rules = {
    mapping: sheet.mapping,
    ...rulesOfRows,
    acceptsSplit: options.accept !== 'none',
  };
  const check = checkRepeatedOnce(createRowChecker(rules).check, rules);
  const choices = options.choices === undefined ? null : await choicesFor(options, journal, sheet, check);
  return {
    name: sheet.name,
    sha256: sheet.sha256,
    header: sheet.header,
    warnings: sheet.warnings,
    detected: sheet.detected,
    columns: Object.fromEntries(sheet.mapping.columns),
    options,
    plan: null,
    batches: () => sheet.batches(),
    check: (row) => withChoice(check(row), choices?.get(row.line)),
    leftOutBy,
  };
}

async function choicesFor(
  { choices = '', migration }: RunOptions,
  journal: Journal,
  sheet: Parameters<typeof choicesByNumber>[1],
  check: Parameters<typeof choicesByNumber>[2],
): Promise<Choices> {
  const read = await readChoices(choices, journal);
  if (migration !== undefined) return choicesByNumber(read, sheet, check);
  await requireSameRows(read, sheet, check);
  return read;
}

async function planSource(options: RunOptions, journal: Journal): Promise<Source> {
  const plan = await readPlanJson(options.input);
  const planned = plan.head.options['accept'];
  const accept = planned === 'formatting' || planned === 'all' ? planned : 'none';
  const maxGapMs = maxGapOfPlan(plan);
  requireAsReviewed(options, plan, { accept, maxGapMs });
  const usedBy = await journal.planUsedBy(plan.digest);
  if (usedBy !== null) {
    throw commandError('planUsed', { usedBy });
  }
  const made = await journal.run(plan.head.run_id);
  if (!made) {
    throw commandError('planUnknown', { runId: plan.head.run_id, state: namedPlace(options.state) });
  }
  // The digest in the file shows mistakes; the one in the journal shows a file that was edited and sealed again.
  if ((await journal.planDigest(plan.head.run_id)) !== plan.digest) {
    throw commandError('planOfOtherRun', { runId: plan.head.run_id, path: options.input });
  }
  const recorded = new WeakMap<SheetRow, RowRecord>();
  async function* batches(): AsyncGenerator<readonly SheetRow[]> {
    for await (const row of journal.rows(plan.head.run_id)) {
      const sheetRow: SheetRow = { position: row.position, line: row.line, cells: row.cells, problems: [] };
      recorded.set(sheetRow, await asReviewed(journal, plan.head.run_id, row));
      yield [sheetRow];
    }
  }
  return {
    name: made.sheetName,
    sha256: made.sheetSha256,
    header: made.header,
    warnings: [],
    detected: null,
    columns: notedColumns(made),
    options: { ...options, accept, maxGapMs, maxSpend: options.maxSpend ?? maxSpendOfPlan(plan) },
    plan,
    batches,
    check: (row) => {
      const { request = null, problems = [] } = recorded.get(row) ?? {};
      return { request, problems, ...(request?.action === 'add-address' ? { names: request } : {}) };
    },
    leftOutBy: (row, taken) => {
      if (recorded.get(row)?.outcome?.stage === 'read') return 'the plan';
      // A canary: the rest of the plan is carried out later.
      return options.limit !== undefined && taken >= options.limit ? '--limit' : '';
    },
  };
}

/** The row as the plan read it with the help of other rows, which `--limit` may leave out: its unit, and its address row. */
async function asReviewed(journal: Journal, runId: string, row: RowRecord): Promise<RowRecord> {
  const planned = row.operationId === '' ? null : await journal.operation(runId, row.operationId);
  const { errorCode = '', errorColumn: column = '', errorMessage: message, hint } = planned?.outcome ?? {};
  if (errorCode === 'ROW_ADDRESS_ROW_INVALID') {
    const problem = rowProblem(errorCode, { row: row.line, column, message, hint });
    return { ...row, request: null, problems: [...row.problems, problem] };
  }
  if (row.request === null || planned?.unitProblem === undefined) return row;
  const request = { ...row.request, address: planned.request.address };
  return { ...row, request, problems: [...row.problems, { ...planned.unitProblem, row: row.line }] };
}
