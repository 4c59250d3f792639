import type { NextCommand } from '../../domain/next-command.ts';
import { EXIT_CODES } from '../../errors/exit-codes.ts';
import { CHOICES_CSV } from '../../report/choices-csv.ts';
import type { WrittenFile } from '../../report/out-folder.ts';
import type { EndingContext } from '../context/run-context.ts';
import { isConfirmed } from '../context/run-stage.ts';
import { needsName } from './name-needed.ts';
import { planWords, readingTexts, readingWords } from './reading-words.ts';

const { invalidSheet, done, findings, uncovered, unsettled, pending, access, interrupted, terminated } =
  EXIT_CODES;
/** Exits of a run that e911 resume can finish, so that no sheet needs a fix first. */
const RESUMABLE: ReadonlySet<number> = new Set(
  [interrupted, terminated, uncovered, unsettled, pending, access].map(({ code }) => code),
);

/** Exits of a preview that may succeed later as it is. */
const LATER: ReadonlySet<number> = new Set(
  [pending, access, interrupted, terminated].map(({ code }) => code),
);

/** How a run ended, as far as it decides what to type next. */
interface Ended {
  readonly exitCode: number;
  /** Rows that a plan would apply. */
  readonly wouldApply: number;
  /** Rows that need a decision. */
  readonly needsReview: number;
  readonly files: readonly Pick<WrittenFile, 'name'>[];
  /** Words that let the plan past its guards; empty when none stops it. */
  readonly lifts: readonly string[];
  /** Whether so many rows of the plan would fail that the run would stop itself. */
  readonly stopsOnTheWay: boolean;
}

/** The command to type after a run, made here once; null when nothing is left to do. */
export async function nextCommand(
  context: EndingContext,
  outDir: string,
  ended: Ended,
): Promise<NextCommand | null> {
  const choose = ended.files.some(({ name }) => name === CHOICES_CSV)
    ? await chooseIn(context, outDir)
    : null;
  const isForPage = isForReview(context, ended);
  // A run that can be resumed is resumed first.
  if (choose !== null && !isForPage && !RESUMABLE.has(ended.exitCode)) return choose;
  const next = await nextOfRows(context, outDir, ended);
  if (!isForPage) return next;
  const review = type('review', context.runId);
  // Who signed has seen these rows: they were left without a decision, or kept.
  if (context.options.review !== undefined) return next && { ...next, otherwise: review };
  const ways = [next && leavingRows(next), choose].filter((way) => way !== null);
  return [review, ...ways].reduceRight((otherwise, way) => ({ ...way, otherwise }));
}

/** Whether a page can be opened for the rows of a plan: the stand-ins of a sandbox, which it would plan at, end with the command. */
function isForReview({ options, host }: EndingContext, { exitCode, needsReview, files }: Ended): boolean {
  const { command, migration } = options;
  const isPlanned = command === 'plan' && migration === undefined && host.isSandbox !== true;
  const hasQuestions = needsReview > 0 || files.some(({ name }) => name === CHOICES_CSV);
  return isPlanned && hasQuestions && exitCode !== invalidSheet.code && !LATER.has(exitCode);
}

function leavingRows(next: NextCommand): NextCommand {
  const isPlain = next.command === 'apply' && next.advice === '';
  return isPlain ? { ...next, advice: 'leave the rows that need a decision as they are' } : next;
}

async function nextOfRows(context: EndingContext, outDir: string, ended: Ended): Promise<NextCommand | null> {
  const { command, input, ofRun } = context.options;
  const { exitCode, wouldApply } = ended;
  // Its addresses were not all checked.
  const isCutOff = exitCode === interrupted.code || exitCode === terminated.code;
  if (command === 'plan' && exitCode !== invalidSheet.code && wouldApply > 0 && !isCutOff) {
    const next = afterPlan(input, outDir, ended);
    // The page knows no option; the run that was reviewed does.
    const isReviewed = context.options.review !== undefined && next.command === 'apply';
    return isReviewed
      ? { ...next, reading: planWords((await context.journal.run(context.runId))?.options ?? {}) }
      : next;
  }
  if (command === 'plan' && LATER.has(exitCode)) return type('plan', input);
  if (command === 'validate' && exitCode === done.code) return type('plan', input);
  if (exitCode === done.code) return null;
  if (command === 'undo' && exitCode === uncovered.code && (await needsName(context))) {
    const advice = 'find the caller name of each number';
    return { ...type('undo', ofRun ?? '', '--caller-name', 'NAME'), advice };
  }
  const isChange = command === 'apply' || command === 'undo';
  if (isChange && RESUMABLE.has(exitCode) && (await isConfirmed(context.journal, context.runId))) {
    return type('resume', context.runId);
  }
  if (command === 'verify') {
    if (exitCode === findings.code || exitCode === uncovered.code) return applyAgain(context);
    return type('verify', ofRun ?? input, ...(exitCode === pending.code ? ['--wait', '1h'] : []));
  }
  if (command === 'undo') return type('undo', ofRun ?? '');
  if (context.options.choices !== undefined) {
    // retry.csv has the addresses of the sheet, not the chosen ones.
    const advice = `fix the rows of the sheet that ${outDir}/errors.csv names`;
    return { ...type(command, input, '--choices', context.options.choices), advice };
  }
  const retry = `${outDir}/retry.csv`;
  const reading = readingWords(await readingTexts(context), 'retry');
  return { ...type(command, retry), reading, advice: `fix the rows in ${retry}` };
}

/** A plan that a guard would stop is not applied as it is. */
function afterPlan(input: string, outDir: string, { lifts, stopsOnTheWay }: Ended): NextCommand {
  if (stopsOnTheWay) {
    return { ...type('plan', input), advice: `fix the rows of the sheet that ${outDir}/errors.csv names` };
  }
  const advice = lifts.length === 0 ? '' : 'check what the guard counted; if it is what you want';
  return { ...type('apply', `${outDir}/plan.json`, ...lifts), advice };
}

/** Choosing among the addresses that the provider offers, and the same command with the choices; null without a sheet. */
async function chooseIn(context: EndingContext, outDir: string): Promise<NextCommand | null> {
  const { options } = context;
  // Of a plan that is carried out, the sheet that it was made of, read as it was then.
  const texts = await readingTexts(context);
  const { input: sheet } = texts;
  if (typeof sheet !== 'string') return null;
  const choices = `${outDir}/${CHOICES_CSV}`;
  const advice = `put an x into take beside the right address of each row in ${choices}`;
  return {
    ...type(options.command, sheet, '--choices', choices),
    reading: readingWords(texts, 'sheet'),
    advice,
  };
}

function type(command: string, ...args: readonly string[]): NextCommand {
  return { command, args, advice: '' };
}

/** What returns a verified sheet, or the sheet of a verified run, to what it asks for. */
async function applyAgain(context: EndingContext): Promise<NextCommand | null> {
  const { journal, options } = context;
  const past = options.ofRun === undefined ? null : await journal.run(options.ofRun);
  const input = past ? past.options['input'] : options.input;
  if (past?.command === 'undo' || typeof input !== 'string') return null;
  return {
    ...type('plan', input),
    reading: readingWords(past?.options ?? (await readingTexts(context)), 'sheet'),
  };
}
