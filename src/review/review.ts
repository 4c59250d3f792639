import pLimit from 'p-limit';
import type { Journal } from '../journal/journal.ts';
import { usingJournal } from '../journal/open-journal.ts';
import type { RunRecord } from '../journal/records.ts';
import type { StatePlace } from '../journal/state-place.ts';
import type { RunHost, RunOptions, RunReport } from '../run/context/run-options.ts';
import { type AskCarrier, checkEdit } from './check-edit.ts';
import { decideRows, newestOfEach, shownDecisions } from './decide.ts';
import type {
  CheckAnswer,
  CheckBody,
  DecideAnswer,
  DecideBody,
  ReviewContent,
  ShownDecision,
  SignAnswer,
  SignBody,
  Signed,
} from './exchange.ts';
import { type OpenRow, readOpenRows } from './review-rows.ts';
import { signatureOf, signReview } from './signature.ts';

/** The review of one run, as the page works on it. Decisions are in the journal at once, where another reviewer sees them. */
export interface Review {
  content(): Promise<ReviewContent>;
  /** The decisions after one of them, by whomever, and whether the review was signed. */
  since(
    seq: number,
  ): Promise<{ readonly decisions: readonly ShownDecision[]; readonly signed: Signed | null }>;
  /** Says what the rules of a sheet and the carrier say of an edited address; writes nothing. */
  check(body: CheckBody): Promise<CheckAnswer>;
  /** @throws GuardError REVIEW_SIGNED */
  decide(body: DecideBody): Promise<DecideAnswer>;
  /** Plans the decided rows and signs that plan. @throws GuardError REVIEW_SIGNED */
  sign(body: SignBody): Promise<SignAnswer>;
}

/** What a review works with. */
export interface ReviewSettings {
  readonly run: RunRecord;
  readonly state: StatePlace;
  readonly host: Pick<RunHost, 'config' | 'disk' | 'clock' | 'operator'>;
  readonly ask: AskCarrier;
  /** Makes a plan with these options. */
  readonly plan: (options: RunOptions) => Promise<RunReport>;
}

/** Opens the review of a finished run. */
export function openReview({ run, state, host, ask, plan }: ReviewSettings): Review {
  // One connection writes at a time: a second one of this process would wait for the first for ever.
  const oneByOne = pLimit(1);
  const withJournal = <T>(work: (journal: Journal) => Promise<T>): Promise<T> =>
    oneByOne(() => usingJournal({ state, disk: host.disk }, work));
  let rows: Promise<ReadonlyMap<number, OpenRow>> | null = null;
  /** Read once: a decision of one row must not cost a pass over the sheet. */
  const openRows = (): Promise<ReadonlyMap<number, OpenRow>> => {
    rows ??= withJournal((journal) => readOpenRows(journal, run)).catch((error: unknown) => {
      rows = null;
      throw error;
    });
    return rows;
  };
  const now = (): string => new Date(host.clock.wallMs()).toISOString();
  return {
    content: async () => {
      const open = await openRows();
      return withJournal((journal) => contentOf(journal, run, { operator: host.operator, open }));
    },
    since: (seq) =>
      withJournal(async (journal) => ({
        decisions: shownDecisions(await journal.decisions(run.runId, seq)),
        signed: await signatureOf(journal, run.runId),
      })),
    check: async (body) => {
      const { record } = (await openRows()).get(body.position) ?? {};
      return checkEdit(record, run, body, { config: host.config, ask });
    },
    decide: async (body) => {
      const open = await openRows();
      const by = body.by || host.operator;
      return withJournal((journal) =>
        decideRows(journal, run, { ...body, by }, { config: host.config, now, open }),
      );
    },
    sign: ({ by, note }) =>
      signReview(withJournal, run, { by, note, at: now() }, (options) =>
        oneByOne(() => plan({ ...options, state })),
      ),
  };
}

async function contentOf(
  journal: Journal,
  run: RunRecord,
  { operator, open }: { readonly operator: string; readonly open: ReadonlyMap<number, OpenRow> },
): Promise<ReviewContent> {
  const rows = [...open.values()].map(({ row }) => row);
  const { total } = await journal.countRows(run.runId);
  return {
    runId: run.runId,
    sheetName: run.sheetName,
    madeAt: run.startedAt,
    operator,
    settled: total - rows.length,
    rows,
    decisions: newestOfEach(shownDecisions(await journal.decisions(run.runId, 0))),
    signed: await signatureOf(journal, run.runId),
  };
}
