import type { Result } from '../../journal/records.ts';
import { durationText } from '../preview.ts';
import type { PageContent, Tone } from './page-content.ts';
import type { RunReportFacts } from './run-page.ts';

/** What a command's page is called. */
export const KIND_OF_COMMAND: Readonly<Record<string, string>> = {
  validate: 'Check',
  plan: 'Preview',
  apply: 'Run',
  resume: 'Run',
  verify: 'Verification',
  undo: 'Undo',
};

const NEEDS_A_PERSON: readonly Result[] = ['failed', 'needs_review', 'not_attempted', 'unknown'];

const many = (count: number, one: string, more = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : more}`;

/** Rows that somebody must look at. */
const openCount = ({ totals }: RunReportFacts): number =>
  NEEDS_A_PERSON.reduce((sum, result) => sum + totals.results[result], 0);

/** How the page as a whole is to be taken. */
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
  if (uncovered.length > 0)
    sentences.push(`${many(uncovered.length, 'number')} without an emergency address now.`);
  if (preview !== null) sentences.push(...previewSentences(facts));
  else if (results.applied > 0)
    sentences.push(`${many(results.applied, 'row')} of ${rows.toLocaleString('en-US')} applied.`);
  else if (results.undone > 0) sentences.push(`${many(results.undone, 'row')} put back.`);
  else if (results.valid > 0)
    sentences.push(`${many(results.valid, 'row')} of ${rows.toLocaleString('en-US')} valid.`);
  else sentences.push(`Nothing was changed: ${exitReason}.`);
  if (results.pending > 0)
    sentences.push(`${many(results.pending, 'row')} still being registered by the provider.`);
  const open = openCount(facts);
  if (open > 0) sentences.push(`${many(open, 'row needs', 'rows need')} attention.`);
  return sentences.join(' ');
}

function previewSentences({ totals, preview }: RunReportFacts): string[] {
  const planned = totals.results.would_apply;
  if (planned === 0 || preview === null) return ['Nothing would be changed.'];
  const sentences = [
    `${many(planned, 'row')} of ${totals.rows.toLocaleString('en-US')} would be carried out, in ${many(preview.changing_calls, 'changing call')} and about ${durationText(preview.seconds)}.`,
  ];
  if (preview.gaps > 0)
    sentences.push(
      `${many(preview.gaps, 'number')} would be uncovered for a moment, at most ${preview.windows_at_once} at once.`,
    );
  return sentences;
}

/** What to do next: what a person has to decide first, then the command. */
export function nextSteps(facts: RunReportFacts): PageContent['next'] {
  const { totals, preview, next, uncovered } = facts;
  const { results } = totals;
  const steps: { text: string; command: string }[] = [];
  const say = (text: string, command = ''): void => void steps.push({ text, command });
  if (uncovered.length > 0) say('Give the numbers named above an address again before anything else.');
  if (preview !== null && preview.guards.length > 0)
    say('Look at what the guard counted. If it is what you want, raise the threshold or add --force.');
  if (results.needs_review > 0)
    say(
      `${many(results.needs_review, 'row waits', 'rows wait')} for a decision about the suggestion of the provider: take it over into the sheet, or accept it with --accept formatting or --accept all.`,
    );
  if (results.unknown > 0)
    say(
      'Read the rows marked unknown at the provider: their last call could not be settled, and is not sent again blindly.',
    );
  if (preview !== null && preview.unchecked_rows > 0)
    say(
      `The addresses of ${many(preview.unchecked_rows, 'row')} are checked only when they are created. To have them checked before, make the preview with --check-by-create.`,
    );
  // `mend x/retry.csv, then: e911 apply x/retry.csv`: the words, then what is typed.
  const command = next.slice(Math.max(0, next.indexOf('e911 ')));
  const isRetry = command !== next;
  if (results.failed > 0 && !isRetry && facts.files.some(({ name }) => name === 'retry.csv'))
    say(
      `Mend the ${many(results.failed, 'row')} that failed, in retry.csv, and feed that in; the others can go on.`,
    );
  if (command !== '')
    say(
      preview !== null
        ? 'When all is as you want it, carry it out:'
        : isRetry
          ? 'Mend the rows in retry.csv, which holds all that did not succeed, and feed them in:'
          : 'Then go on:',
      command,
    );
  return steps;
}
