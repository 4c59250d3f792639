import { keyCells } from '../../domain/request/subject-key.ts';
import type { OpenGap } from '../../journal/records.ts';
import { visible } from './visible.ts';

/** One uncovered number, as a sentence to read aloud. */
export function gapSentence(gap: OpenGap): string {
  const { phoneNumber, account, since, runId } = gap;
  return `WITHOUT AN EMERGENCY ADDRESS since ${since}: ${visible(phoneNumber)} (${visible(account)}, run ${visible(runId)})`;
}

/** One uncovered number in the JSON answers. */
export function gapAsJson({ runId, account, phoneNumber, since }: OpenGap): Record<string, string> {
  return { run_id: runId, account, ...keyCells(phoneNumber), since };
}
