import { placeKey } from '../../domain/address/place-key.ts';
import type { Request } from '../../domain/request/request.ts';
import { isPhoneNumber } from '../../domain/request/subject-key.ts';
import type { Subject } from '../../journal/records.ts';
import { subjectText } from '../../journal/subject.ts';
import { differInDesignator, sameRequest } from '../../plan/context/request-subject.ts';
import { NumberSet } from './number-set.ts';

/** What a row asks for, and of what. */
export interface Asked {
  readonly request: Request;
  readonly subject: Subject;
}

/**
 * Finds subjects that more than one row asks for. It keeps a number for each phone number and no request, so that a million rows
 * fit into memory; whether such rows contradict each other is for `Contradictions` to tell.
 */
export class Repeats {
  readonly #seen = new Map<string, { readonly numbers: NumberSet; readonly texts: Set<string> }>();
  readonly #repeated = new Set<string>();

  note({ request, subject }: Asked): void {
    let seen = this.#seen.get(request.account);
    if (seen === undefined) {
      seen = { numbers: new NumberSet(), texts: new Set() };
      this.#seen.set(request.account, seen);
    }
    if (!isFirst(seen, subject)) this.#repeated.add(keyOf(request.account, subject));
  }

  get isEmpty(): boolean {
    return this.#repeated.size === 0;
  }

  has({ request, subject }: Asked): boolean {
    return this.#repeated.has(keyOf(request.account, subject));
  }
}

/** The lines of the rows about each subject of which rows ask different things. Give it the rows in the order of the sheet. */
export class Contradictions {
  readonly #asked = new Map<string, { request: Request; readonly lines: number[]; differ: boolean }>();

  note({ request, subject }: Asked, line: number): void {
    const key = keyOf(request.account, subject);
    const known = this.#asked.get(key);
    if (known === undefined) {
      this.#asked.set(key, { request, lines: [line], differ: false });
      return;
    }
    known.lines.push(line);
    if (known.differ || sameRequest(known.request, request)) return;
    const mergedUnit = differInDesignator(known.request, request);
    if (mergedUnit === null) known.differ = true;
    else if (known.request.address !== null && placeKey(known.request.address) === mergedUnit) {
      known.request = request;
    }
  }

  /** The lines of all rows about a subject that contradict each other; null when they agree. */
  linesOf({ request, subject }: Asked): readonly number[] | null {
    const known = this.#asked.get(keyOf(request.account, subject));
    return known?.differ === true ? known.lines : null;
  }

  /** How many rows contradict another. */
  get rows(): number {
    let rows = 0;
    for (const { differ, lines } of this.#asked.values()) if (differ) rows += lines.length;
    return rows;
  }
}

/** Notes the subject; false when it was noted before. */
function isFirst(
  seen: { readonly numbers: NumberSet; readonly texts: Set<string> },
  subject: Subject,
): boolean {
  // Fifteen digits are exact as a number, and much smaller than their text.
  if (subject.kind === 'number' && isPhoneNumber(subject.phoneNumber)) {
    return seen.numbers.add(Number(subject.phoneNumber));
  }
  const text = subjectText(subject);
  if (seen.texts.has(text)) return false;
  seen.texts.add(text);
  return true;
}

const keyOf = (account: string, subject: Subject): string => `${account}\n${subjectText(subject)}`;
