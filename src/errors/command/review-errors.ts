import { guard, usage } from './error-kind.ts';

interface OfRun {
  readonly runId: string;
}

/** What refuses or ends a review. */
export const REVIEW_ERRORS = {
  reviewSigned: guard<OfRun & { by: string; at: string }>(
    'REVIEW_SIGNED',
    ({ runId, by, at }) =>
      `The review of ${runId} was signed by ${by} at ${at}: no decision is taken any more.`,
    () => 'Apply the plan that was signed, or make a new plan of the sheet and review that one.',
  ),
  reviewUnplanned: guard<{ reason: string }>(
    'REVIEW_UNPLANNED',
    ({ reason }) =>
      `The decided rows could not be planned: ${reason}. The decisions are kept and the review is not signed.`,
    () => 'Fix what it says, then sign again.',
  ),
  reviewUnfit: usage<OfRun & { command: string }>(
    'REVIEW_UNFIT',
    ({ runId, command }) => `${runId} is a run of ${command}: only a finished plan or apply can be reviewed.`,
    () => 'Make a plan first: e911 plan SHEET',
  ),
  reviewNothing: usage(
    'REVIEW_NOTHING',
    () => 'There is no plan to review in this state folder.',
    () => 'Make one: e911 plan SHEET',
  ),
  neitherRunNorPlan: usage<{ what: string; meant: string }>(
    'RUN_UNKNOWN',
    ({ what, meant }) => `${JSON.stringify(what)} is neither the ID of a run nor a plan.json.${meant}`,
    () => 'To list the runs, type: e911 runs. For runs of another state folder or database, add --state.',
  ),
};
