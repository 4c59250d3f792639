import type { OpenGap } from '../../journal/records.ts';
import { visible } from './visible.ts';

/** One uncovered number, as a sentence to read aloud. */
export function gapSentence(gap: OpenGap): string {
  const { phoneNumber, account, since, runId } = gap;
  return `WITHOUT AN EMERGENCY ADDRESS since ${since}: ${visible(phoneNumber)} (${visible(account)}, run ${visible(runId)})`;
}
