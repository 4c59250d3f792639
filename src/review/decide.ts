import type { Journal } from '../journal/journal.ts';
import type { RunRecord } from '../journal/records.ts';
import type { RowDecision } from '../journal/review-records.ts';
import type { RunHost } from '../run/context/run-options.ts';
import { storedOptions } from '../run/context/stored-options.ts';
import { readerOfRun } from '../run/intake/reviewed-source.ts';
import type { DecideAnswer, DecideBody, ShownDecision } from './exchange.ts';
import { meantRows } from './meant-rows.ts';
import { type PlainAddress, plain } from './plain-address.ts';
import type { OpenRow, ReviewRow } from './review-rows.ts';
import { refuseSigned, SIGNATURE } from './signature.ts';

/**
 * Writes one decision for some rows. An address is read by the offline rules of a sheet first; a row that it does not fit
 * keeps the decision that it had, and so do all numbers of a site, which has one address.
 * @throws GuardError REVIEW_SIGNED
 */
export async function decideRows(
  journal: Journal,
  run: RunRecord,
  body: DecideBody,
  host: Pick<RunHost, 'config'> & {
    readonly now: () => string;
    /** What needs no decision is not open to one. */
    readonly open: ReadonlyMap<number, OpenRow>;
  },
): Promise<DecideAnswer> {
  await refuseSigned(journal, run.runId);
  const seen = new Map(body.rows.map((row) => [row.position, row.seen]));
  const { open } = host;
  const held = newestOfEach(shownDecisions(await journal.decisions(run.runId, 0)));
  const problems: RowProblem[] = [
    ...splitSites(
      [...open.values()].map(({ row }) => row),
      body,
      held,
    ),
  ];
  const fit: RowDecision[] = [];
  const read = readerOfRun(run, storedOptions(run), host);
  for (const position of seen.keys()) {
    const asked = open.get(position);
    if (asked === undefined) continue;
    const address = addressOf(body, asked.row.offers);
    if (address === undefined) {
      problems.push({ position, column: '', ...NO_OFFER });
      continue;
    }
    if (address !== null) {
      const errors = read(asked.record, address).problems.filter(({ severity }) => severity === 'error');
      problems.push(...errors.map(({ column, message, hint }) => ({ position, column, message, hint })));
    }
    const stored = address === null ? null : { ...address, parts: null };
    fit.push({ position, verdict: body.verdict, address: stored, by: body.by, at: host.now() });
  }
  const lineOf = (position: number): number => open.get(position)?.row.line ?? -1;
  const refused = new Set(problems.map(({ position }) => lineOf(position)));
  const newest = new Map(held.map(({ position, seq }) => [position, seq]));
  const isLate = ({ position }: RowDecision): boolean => (newest.get(position) ?? 0) !== seen.get(position);
  // What somebody else decided for one number of a site stands for all of it.
  const late = new Set(fit.filter(isLate).map(({ position }) => lineOf(position)));
  const writable = fit.filter(({ position }) => !refused.has(lineOf(position)));
  // Together, so that one commit holds them.
  const written = await Promise.all(
    writable.map(
      async (decision) =>
        !late.has(lineOf(decision.position)) &&
        (await journal.decide(run.runId, decision, seen.get(decision.position) ?? 0)),
    ),
  );
  const overtaken = writable.filter((_, at) => !written[at]).map(({ position }) => position);
  const decisions = shownDecisions(await journal.decisions(run.runId, 0)).filter(({ position }) =>
    seen.has(position),
  );
  return { decisions: newestOfEach(decisions), overtaken, problems };
}

type RowProblem = DecideAnswer['problems'][number];

/** A problem for each named row of a site of which the decision leaves out a number, or which would get two addresses. */
function* splitSites(
  open: readonly ReviewRow[],
  { rows, verdict }: DecideBody,
  held: readonly ShownDecision[],
): Generator<RowProblem> {
  const positions = new Set(rows.map(({ position }) => position));
  const named = open.filter(({ position }) => positions.has(position));
  const missing = meantRows(open, named, verdict).filter(({ position }) => !positions.has(position));
  const incomplete = new Set(missing.map(({ line }) => line));
  const edited = new Set(held.filter((each) => each.verdict === 'edit').map(({ position }) => position));
  const others = open.filter(({ position }) => !positions.has(position) && edited.has(position));
  const editedLines = new Set(others.map(({ line }) => line));
  for (const { position, line } of named) {
    if (incomplete.has(line)) yield { position, column: '', ...partOf(line) };
    else if (editedLines.has(line)) yield { position, column: '', ...editedSite(line) };
  }
}

const partOf = (line: number) => ({
  message: `Row ${line} moves a whole site, and the decision is about some of its numbers.`,
  hint: 'Reload the page, and decide all numbers of the site at once.',
});

const editedSite = (line: number) => ({
  message: `Row ${line} moves a whole site, to an address that a reviewer wrote for all of its numbers.`,
  hint: 'Take that decision back first.',
});

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
