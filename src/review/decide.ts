import type { Journal } from '../journal/journal.ts';
import type { RunRecord } from '../journal/records.ts';
import type { RowDecision } from '../journal/review-records.ts';
import type { RunHost } from '../run/context/run-options.ts';
import { storedOptions } from '../run/context/stored-options.ts';
import { readerOfRun } from '../run/intake/reviewed-source.ts';
import type { DecideAnswer, DecideBody, ShownDecision } from './exchange.ts';
import { type PlainAddress, plain } from './plain-address.ts';
import { reviewRows } from './review-rows.ts';
import { refuseSigned, SIGNATURE } from './signature.ts';

/**
 * Writes one decision for some rows. An address is read by the offline rules of a sheet first; a row that it does not fit
 * keeps the decision that it had.
 * @throws GuardError REVIEW_SIGNED
 */
export async function decideRows(
  journal: Journal,
  run: RunRecord,
  body: DecideBody,
  host: Pick<RunHost, 'config'> & { readonly now: () => string },
): Promise<DecideAnswer> {
  await refuseSigned(journal, run.runId);
  const seen = new Map(body.rows.map((row) => [row.position, row.seen]));
  const offers = await offeredAddresses(journal, run);
  const read = readerOfRun(run, storedOptions(run), host);
  const problems: DecideAnswer['problems'][number][] = [];
  const overtaken: number[] = [];
  for await (const row of journal.rows(run.runId)) {
    const { position } = row;
    const before = seen.get(position);
    // What needs no decision is not open to one.
    const offered = offers.get(position);
    if (before === undefined || offered === undefined) continue;
    const address = addressOf(body, offered);
    if (address === undefined) {
      problems.push({ position, column: '', ...NO_OFFER });
      continue;
    }
    if (address !== null) {
      const errors = read(row, address).problems.filter(({ severity }) => severity === 'error');
      problems.push(...errors.map(({ column, message, hint }) => ({ position, column, message, hint })));
      if (errors.length > 0) continue;
    }
    const stored = address === null ? null : { ...address, parts: null };
    const decision: RowDecision = {
      position,
      verdict: body.verdict,
      address: stored,
      by: body.by,
      at: host.now(),
    };
    if (!(await journal.decide(run.runId, decision, before))) overtaken.push(position);
  }
  const decisions = shownDecisions(await journal.decisions(run.runId, 0)).filter(({ position }) =>
    seen.has(position),
  );
  return { decisions: newestOfEach(decisions), overtaken, problems };
}

const NO_OFFER = {
  message: 'It is not said which address is taken.',
  hint: 'Choose one of those offered, or edit.',
};

/** The address that a decision takes; null for none, undefined where it takes one and does not say which. */
function addressOf(
  { verdict, address, offer }: DecideBody,
  offered: readonly PlainAddress[],
): PlainAddress | null | undefined {
  if (verdict === 'edit') return address;
  if (verdict !== 'accept' || offered.length === 0) return null;
  return offered.length === 1 ? offered[0] : offered[offer ?? -1];
}

/** The addresses that the carrier offers for each row that needs a decision. */
async function offeredAddresses(
  journal: Journal,
  run: RunRecord,
): Promise<Map<number, readonly PlainAddress[]>> {
  const offers = new Map<number, readonly PlainAddress[]>();
  for await (const { position, offers: offered } of reviewRows(journal, run)) {
    offers.set(position, offered);
  }
  return offers;
}

/** Decisions of rows as the page shows them, in their order. */
export function shownDecisions(decisions: Awaited<ReturnType<Journal['decisions']>>): ShownDecision[] {
  return decisions
    .filter(({ position }) => position !== SIGNATURE)
    .map(({ seq, position, verdict, address, by, at }) => {
      return { seq, position, verdict, address: address === null ? null : plain(address), by, at };
    });
}

/** The decisions that hold: the newest one of each row. */
export function newestOfEach(decisions: readonly ShownDecision[]): ShownDecision[] {
  return [...new Map(decisions.map((each) => [each.position, each])).values()];
}
