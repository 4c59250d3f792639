import { type DeclaredOption, declaredOptions, wordsOf } from '../../options/option.ts';
import { readPlanJson } from '../../report/plan-json.ts';
import type { EndingContext } from '../context/run-context.ts';
import { runOptionsSchema } from '../context/run-options.ts';

/** How the cells of a sheet are read. A `retry.csv` has the same columns and cells. */
const OF_CELLS: ReadonlySet<string> = new Set(['account', 'map', 'set', 'set!', 'prefer-id']);
/** How its rows are found and chosen besides. */
const OF_ROWS: ReadonlySet<string> = new Set([
  ...['rows', 'where', 'delimiter', 'encoding', 'header-row', 'worksheet', 'include-hidden', 'max-xlsx-mb'],
]);

type Texts = Readonly<Record<string, unknown>>;

/** The options that say how a sheet is read, or its `retry.csv`, as words of a command line. */
export function readingWords(texts: Texts, of: 'sheet' | 'retry'): string[] {
  return declaredOptions(runOptionsSchema)
    .filter(({ name }) => OF_CELLS.has(name) || (of === 'sheet' && OF_ROWS.has(name)))
    .flatMap((one) => wordsOf(one, texts[one.field]));
}

/** How rows are chosen and read: what a plan.json holds already. */
const ROW_GROUPS: ReadonlySet<string> = new Set(['rows', 'sheet']);
/** Settled by a plan, which is refused with another one. */
const OF_PLAN: ReadonlySet<string> = new Set(['account', 'choices', 'check-by-create', 'out']);

/** Whether `apply` needs an option again for the `plan.json` that was made with it: guards, waits, and output. */
export function isNeededForPlan({ name, group, on }: DeclaredOption): boolean {
  return on.includes('apply') && !ROW_GROUPS.has(group) && !OF_PLAN.has(name);
}

/** The options of a run that `apply` needs for its plan, as far as they are not the usual ones, as words of a command line. */
export function planWords(texts: Texts): string[] {
  return declaredOptions(runOptionsSchema)
    .filter((one) => isNeededForPlan(one) && texts[one.field] !== one.fallback)
    .flatMap((one) => wordsOf(one, texts[one.field]));
}

/** The options with which the rows of a run were read, as texts: those of its plan, where it carries one out. */
export async function readingTexts({ journal, runId, options }: EndingContext): Promise<Texts> {
  const own = (await journal.run(runId))?.options ?? {};
  const planned = await planOf(own, options.input);
  return planned === null ? own : ((await journal.run(planned))?.options ?? {});
}

/**
 * The run that made the plan which a run carries out; null for a run of a sheet. The record names it: the file may be on another
 * machine.
 */
async function planOf(record: Texts, input: string): Promise<string | null> {
  const { planOf: noted } = record;
  if (typeof noted === 'string') return noted;
  return input.toLowerCase().endsWith('.json') ? (await readPlanJson(input)).head.run_id : null;
}
