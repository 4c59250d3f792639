import { many } from '../../domain/plural.ts';
import type { Result } from '../../journal/records.ts';
import type { RunOptions } from '../context/run-options.ts';

type Results = Readonly<Record<Result, number>>;

/** Rows that take part: everything but what `--rows`, `--where`, `--limit` or action ignore leaves out. */
function takenOf(results: Results): number {
  return Object.values(results).reduce((sum, count) => sum + count, 0) - results.skipped;
}

/** `Applied 198 of 200, 3 unchanged`: a row that asks for what is there already is not one that was missed. */
function changedText(verb: 'Applied' | 'Rolled back', changed: number, results: Results): string {
  const { unchanged } = results;
  const more = unchanged === 0 ? '' : `, ${unchanged} unchanged`;
  return `${verb} ${changed} of ${takenOf(results) - unchanged}${more}`;
}

/** `Rolled back 2 of 2, 1 skipped`: rows that were changed since are not rolled back, and that is said. */
function undoneText(results: Results): string {
  const skipped = results.skipped === 0 ? '' : `, ${results.skipped} skipped`;
  return `${changedText('Rolled back', results.undone, results)}${skipped}`;
}

/** What a run that ended as it should comes to: `Applied 200 of 200`. */
export function doneReason(command: RunOptions['command'], results: Results): string {
  const taken = takenOf(results);
  switch (command) {
    case 'validate':
      return `${many(taken, 'row')} checked, no errors`;
    case 'plan':
      return planReason(results);
    case 'verify':
      return taken === 0
        ? 'Nothing was compared: no row of it was applied'
        : `${results.unchanged} of ${taken} match the expected state`;
    case 'undo':
      return results.undone === 0 ? 'No changes needed' : undoneText(results);
    case 'apply':
      return results.applied === 0 ? 'No changes needed' : changedText('Applied', results.applied, results);
  }
}

/** `Plan: 212 changes, nothing sent yet` */
export function planReason({ would_apply: changes }: Results): string {
  return changes === 0 ? 'No changes needed' : `Plan: ${many(changes, 'change')}, nothing sent yet`;
}

/** `Applied 198 of 200, 2 did not succeed`: how far a run came, and how many rows are left. */
export function progressReason(
  command: RunOptions['command'],
  results: Results,
  left: 'did not succeed' | 'still pending',
): string {
  const isPreview = command === 'plan';
  const { applied, undone, unchanged, valid, would_apply: planned, pending } = results;
  const taken = takenOf(results);
  const count =
    left === 'still pending' ? pending : taken - applied - undone - unchanged - valid - planned - pending;
  const changed = isPreview
    ? `Plan: ${many(planned, 'change')}`
    : undone > 0
      ? undoneText(results)
      : changedText('Applied', applied, results);
  return `${changed}, ${count} ${isPreview ? 'cannot be applied' : left}`;
}
