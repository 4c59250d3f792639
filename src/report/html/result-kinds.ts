import { RESULTS, type Result } from '../../journal/records.ts';
import type { ResultKind, Tone } from './page-content.ts';

const TONE_OF: Readonly<Record<Result, Tone>> = {
  applied: 'good',
  unchanged: 'quiet',
  would_apply: 'planned',
  valid: 'good',
  needs_review: 'attention',
  pending: 'waiting',
  unknown: 'bad',
  failed: 'bad',
  skipped: 'quiet',
  not_attempted: 'attention',
  undone: 'planned',
};

/** The results of a row as kinds of a page. */
export const RESULT_KINDS: readonly ResultKind[] = RESULTS.map((result) => ({
  key: result,
  label: result.replaceAll('_', ' '),
  tone: TONE_OF[result],
}));
