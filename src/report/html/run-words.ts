import { durationText } from '../../domain/duration-text.ts';
import { counted, many } from '../../domain/plural.ts';
import type { Result } from '../../journal/records.ts';
import { CHOICES_CSV } from '../choices-csv.ts';
import { formattingSentence } from '../formatting-only.ts';
import { gapSentence } from '../preview.ts';
import { commandFromFolder } from './page-command.ts';
import type { PageContent, Tone } from './page-content.ts';
import type { RunReportFacts } from './run-facts.ts';

/** What a command's page is called. */
export const KIND_OF_COMMAND: Readonly<Record<string, string>> = {
  validate: 'Check',
  plan: 'Preview',
  apply: 'Run',
  resume: 'Run',
  verify: 'Verification',
  undo: 'Undo',
};

const NEEDS_ATTENTION: readonly Result[] = ['failed', 'needs_review', 'not_attempted', 'unknown'];

/** Rows that need a decision or a fix. */
const openCount = ({ totals }: RunReportFacts): number =>
  NEEDS_ATTENTION.reduce((sum, result) => sum + totals.results[result], 0);

/** The tone of the page as a whole. */
export function toneOf(facts: RunReportFacts): Tone {
  const { totals, uncovered, exitCode } = facts;
  if (uncovered.length > 0 || totals.results.unknown > 0) return 'bad';
  if (openCount(facts) > 0) return 'attention';
  if (totals.results.pending > 0) return 'waiting';
  return exitCode === 0 ? 'good' : 'attention';
}

/** One or two sentences with the counts that matter. */
export function headlineOf(facts: RunReportFacts): string {
  const { totals, preview, uncovered, exitReason } = facts;
  const { results, rows } = totals;
  const sentences: string[] = [];
  if (uncovered.length > 0) {
    sentences.push(`${many(uncovered.length, 'number has', 'numbers have')} NO emergency address right now.`);
  }
  if (preview !== null) sentences.push(...previewSentences(facts));
  else if (results.applied > 0) {
    sentences.push(`${many(results.applied, 'row')} of ${counted(rows)} applied.`);
  } else if (results.undone > 0) sentences.push(`${many(results.undone, 'row')} rolled back.`);
  else if (results.valid > 0) {
    sentences.push(`${many(results.valid, 'row')} of ${counted(rows)} valid.`);
  } else sentences.push(`${exitReason}.`);
  if (results.pending > 0) {
    sentences.push(`The provider is still registering ${many(results.pending, 'row')}.`);
  }
  const open = openCount(facts);
  if (open > 0) sentences.push(`${many(open, 'row needs', 'rows need')} attention.`);
  return sentences.join(' ');
}

function previewSentences({ totals, preview }: RunReportFacts): string[] {
  const planned = totals.results.would_apply;
  if (planned === 0 || preview === null) return ['No changes needed.'];
  const sentences = [
    `Would apply ${counted(planned)} of ${many(totals.rows, 'row')}, in ${many(preview.changing_calls, 'changing call')} and about ${durationText(preview.seconds)}.`,
  ];
  if (preview.gaps > 0) sentences.push(gapSentence(preview));
  return sentences;
}

/** What to do next: first what needs a decision, then the command. */
export function nextSteps(facts: RunReportFacts): PageContent['next'] {
  const { totals, preview, next, uncovered } = facts;
  const { results } = totals;
  const steps: { text: string; command: string }[] = [];
  const say = (text: string, command = ''): void => void steps.push({ text, command });
  if (uncovered.length > 0) say('First give each number named above an emergency address.');
  if (preview !== null && preview.guards.length > 0) {
    say('Check what the guard counted. If that is what you want, raise its limit or add --force.');
  }
  if (results.needs_review > 0) {
    say(
      `${many(results.needs_review, 'row needs', 'rows need')} your decision and says why. Where the provider suggests an address, copy the suggestion into the sheet, or accept it with --accept formatting or --accept all.`,
    );
  }
  const formatting = formattingSentence(totals.formattingOnly);
  if (formatting !== '') say(formatting);
  if (results.unknown > 0) {
    say(
      'Check the rows marked unknown at the provider: the outcome of their last call is not known, and it is never repeated blindly.',
    );
  }
  if (preview !== null && preview.unchecked_rows > 0) {
    say(
      `The provider checks the addresses of ${many(preview.unchecked_rows, 'row')} only when they are created. To check them now, plan with --check-by-create.`,
    );
  }
  if (next?.command === 'review') {
    const command = commandFromFolder(next, facts.run.outDir, facts.state);
    say(
      'To decide on a page what each of these rows takes, and sign, in the folder of this report:',
      command,
    );
    for (let way = next.otherwise; way !== undefined; way = way.otherwise) {
      steps.push(...lastSteps({ ...facts, next: way }, 'without those rows, '));
    }
    return steps;
  }
  steps.push(...lastSteps(facts));
  if (next?.otherwise !== undefined) {
    const command = commandFromFolder(next.otherwise, facts.run.outDir, facts.state);
    say('Or decide them again, in the folder of this report:', command);
  }
  return steps;
}

/** The next command, and what to do before it. `how`: how a plan would be applied. */
function lastSteps(facts: RunReportFacts, how = ''): PageContent['next'] {
  const { totals, preview, next } = facts;
  const { results } = totals;
  const steps: { text: string; command: string }[] = [];
  const say = (text: string, command = ''): void => void steps.push({ text, command });
  const command = next === null ? '' : commandFromFolder(next, facts.run.outDir, facts.state);
  const isOfPlan = preview !== null && next?.command === 'apply';
  const isRetry = next !== null && next.advice !== '' && command !== '' && !isOfPlan;
  if (results.failed > 0 && !isRetry && facts.files.some(({ name }) => name === 'retry.csv')) {
    say(`Fix the ${many(results.failed, 'row')} that failed, in retry.csv, and apply that file.`);
  }
  if (command !== '') say(textBefore(facts, isRetry, how), command);
  return steps;
}

/** What to do before the next command is typed. */
function textBefore({ next, files, preview }: RunReportFacts, isRetry: boolean, how: string): string {
  const isOfChoices = next?.args.includes('--choices') === true;
  if (isOfChoices && files.some(({ name }) => name === CHOICES_CSV)) {
    return 'Put an x into take beside the right address of each row in choices.csv, which lists the addresses that the provider offers. Then, in the folder of this report:';
  }
  if (preview !== null && next?.command === 'apply') {
    return `If this is what you want, apply it, ${how}in the folder of this report:`;
  }
  if (!isRetry || isOfChoices) return 'Then, in the folder of this report:';
  return next?.args[0]?.endsWith('retry.csv') === true
    ? 'Fix the rows in retry.csv, which holds every row that did not succeed. Then, in the folder of this report:'
    : 'Fix the rows of the sheet that errors.csv names. Then, in the folder of this report:';
}
