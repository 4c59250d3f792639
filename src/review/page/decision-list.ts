import type { Verdict } from '../../journal/review-records.ts';
import type { DecideAnswer, ReviewContent, ShownDecision } from '../exchange.ts';
import { meantRows } from '../meant-rows.ts';
import type { ReviewRow } from '../review-rows.ts';

/** Rows that are one decision: the carrier changes the same words in the same way, or refuses for the same reason. */
export interface RowGroup {
  readonly name: string;
  readonly rows: readonly ReviewRow[];
}

/** Which groups are listed. */
export type Filter = 'left' | 'decided' | 'all';

/** The rows of the review with what was decided of them. */
export class DecisionList {
  readonly content: ReviewContent;
  private readonly groups: readonly RowGroup[];
  private readonly decisions = new Map<number, ShownDecision>();
  private newestSeq = 0;

  constructor(content: ReviewContent) {
    this.content = content;
    const groups = new Map<string, ReviewRow[]>();
    for (const row of content.rows) {
      const rows = groups.get(row.group) ?? [];
      rows.push(row);
      groups.set(row.group, rows);
    }
    this.groups = [...groups].map(([name, rows]) => ({ name, rows }));
    this.take(content.decisions);
  }

  /** The number of the newest decision that is known. */
  get seq(): number {
    return this.newestSeq;
  }

  /** Keeps decisions by whomever; returns whether anything was new. */
  take(decisions: DecideAnswer['decisions']): boolean {
    let isNew = false;
    for (const decision of decisions) {
      this.newestSeq = Math.max(this.newestSeq, decision.seq);
      if ((this.decisions.get(decision.position)?.seq ?? 0) >= decision.seq) continue;
      this.decisions.set(decision.position, decision);
      isNew = true;
    }
    return isNew;
  }

  /** The decision that holds; undefined for a row without one. */
  of(row: ReviewRow): ShownDecision | undefined {
    const decision = this.decisions.get(row.position);
    return decision?.verdict === 'undecided' ? undefined : decision;
  }

  /** The number of the newest decision of a row, one that was taken back included; 0 for none. */
  seen({ position }: ReviewRow): number {
    return this.decisions.get(position)?.seq ?? 0;
  }

  /** The rows that a decision of a group is about, listed or not. */
  meant({ rows }: RowGroup, verdict: Verdict): readonly ReviewRow[] {
    return meantRows(this.content.rows, rows, verdict);
  }

  left(): number {
    return this.content.rows.filter((row) => this.of(row) === undefined).length;
  }

  /** The groups to list, each with the rows that match: words in any order, in any field. */
  listed(filter: Filter, search: string): readonly RowGroup[] {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    const matches = (row: ReviewRow): boolean => {
      const isDecided = this.of(row) !== undefined;
      if (filter === 'left' ? isDecided : filter === 'decided' ? !isDecided : false) return false;
      if (words.length === 0) return true;
      const text = searchText(row);
      return words.every((word) => text.includes(word));
    };
    return this.groups
      .map(({ name, rows }) => ({ name, rows: rows.filter(matches) }))
      .filter(({ rows }) => rows.length > 0);
  }
}

function searchText({
  number,
  account,
  action,
  reference,
  callerName,
  asked,
  offers,
  text,
  code,
  line,
}: ReviewRow): string {
  const addresses = [asked, ...offers].flatMap((address) => Object.values(address));
  return [number, account, action, reference, callerName, text, code, `row ${line}`, ...addresses]
    .join(' ')
    .toLowerCase();
}
