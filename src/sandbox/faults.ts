import { z } from 'zod';
import type { Random } from '../domain/clock.ts';

/**
 * What a fault does to a request.
 * - `status`: answers `status` without asking the stand-in: nothing is committed.
 * - `status-after`: asks the stand-in, then answers `status` in place of its answer: committed, and denied.
 * - `reset-before`: resets the connection before the stand-in is asked: nothing is committed.
 * - `reset-after`: commits, then resets the connection without an answer.
 * - `delay`: waits `delayMs`, then answers as usual.
 * - `truncate`: commits, announces the whole body, sends half of it and ends the connection.
 * - `hang`: never answers and commits nothing.
 * - `hang-after`: commits and never answers.
 * - `late`: answers `status` (504 when absent) at once and commits `delayMs` later, as a carrier behind a gateway does.
 * - `reset-late`: resets the connection at once and commits `delayMs` later.
 * - `html`: answers an HTML page with `status` (200 when absent), as a proxy does; nothing is committed.
 * - `html-after`: commits, then answers that page.
 * - `redirect`: answers 307 with another host's address, as a proxy with a login page does; nothing is committed.
 * - `wrong-form`: commits, then answers `{}` or an empty XML element with the status of success.
 * - `short-list`: a list shows `keep` of its items (0 when absent), its totals in accord; other calls are answered as usual.
 * - `drip`: commits, then answers one byte each second and comes to no end; `drip-headers` does so with header lines.
 * - `flood`: commits, then answers white space as fast as it is taken, without an end.
 * - `compress`: commits and compresses the answer in `encoding`, behind `padBytes` bytes of white space.
 */
const FAULT_DEEDS = [
  'status',
  'status-after',
  'reset-before',
  'reset-after',
  'delay',
  'truncate',
  'hang',
  'hang-after',
  'late',
  'reset-late',
  'html',
  'html-after',
  'redirect',
  'wrong-form',
  'short-list',
  'drip',
  'drip-headers',
  'flood',
  'compress',
] as const;

const regexText = z.string().refine((text) => {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}, 'is not a regular expression');

const faultRuleSchema = z.strictObject({
  when: z
    .strictObject({
      /** Name of the call as the stand-in gives it: `create-address`. */
      operation: z.string().optional(),
      method: z.string().optional(),
      /** Regular expressions, tried on path with query and on the body. */
      path: regexText.optional(),
      body: regexText.optional(),
      /** Only the nth matching request, from 1. */
      nth: z.number().int().positive().optional(),
      /** Each matching request whose count is a multiple of this. */
      every: z.number().int().positive().optional(),
      /** Chance of 0 to 1 for each matching request. */
      probability: z.number().min(0).max(1).optional(),
    })
    .default({}),
  do: z.enum(FAULT_DEEDS),
  /** For `status`, `status-after` (503 when absent), `late` (504), `html` and `html-after` (200). */
  status: z.number().int().min(200).max(599).optional(),
  /** Body of that answer; a short text when absent. */
  body: z.string().optional(),
  /** For `delay` (0 when absent), `late` and `reset-late` (5000). */
  delayMs: z.number().nonnegative().optional(),
  /** For `short-list`. */
  keep: z.number().int().nonnegative().default(0),
  /** For `compress`. */
  encoding: z.enum(['gzip', 'br', 'deflate']).default('gzip'),
  /** For `compress`: white space in front of the body, so that a small answer unpacks to a large one. */
  padBytes: z.number().int().nonnegative().default(0),
  /** Value of the Retry-After header of that answer: seconds or an HTTP date. */
  retryAfter: z.union([z.string(), z.number()]).optional(),
  /** How many times it strikes before it is spent; always when absent. */
  times: z.number().int().positive().optional(),
});
const faultRulesSchema = z.array(faultRuleSchema);

/** One fault as data, in the form that `POST /__sandbox/faults` takes. */
export type FaultRule = z.input<typeof faultRuleSchema>;
/** A rule as it was checked, its defaults filled in. */
export type StruckRule = z.output<typeof faultRuleSchema>;

/** What rules are matched against. */
interface FaultSubject {
  readonly method: string;
  /** Path with its query, as sent. */
  readonly target: string;
  readonly body: string;
  readonly operation: string;
}

/** A rule with how often it matched a request and how often it struck. */
interface FaultCount {
  readonly rule: StruckRule;
  readonly matched: number;
  readonly struck: number;
}

/** The faults that are switched on, with their counts. */
export interface Faults {
  /** Replaces all rules and their counts. @throws Error with a sentence when `rules` is not a list of rules. */
  set(rules: unknown): void;
  list(): readonly FaultCount[];
  /** Counts the request and returns the first rule that strikes it; null when none does. */
  strike(subject: FaultSubject): StruckRule | null;
}

type Counted = { -readonly [Key in keyof FaultCount]: FaultCount[Key] };

function matches(rule: StruckRule, subject: FaultSubject): boolean {
  const { when } = rule;
  if (when.operation !== undefined && when.operation !== subject.operation) return false;
  if (when.method !== undefined && when.method.toUpperCase() !== subject.method) return false;
  if (when.path !== undefined && !new RegExp(when.path).test(subject.target)) return false;
  return when.body === undefined || new RegExp(when.body).test(subject.body);
}

function strikesNow(counted: Counted, random: Random): boolean {
  const { when, times } = counted.rule;
  if (times !== undefined && counted.struck >= times) return false;
  if (when.nth !== undefined && counted.matched !== when.nth) return false;
  if (when.every !== undefined && counted.matched % when.every !== 0) return false;
  return when.probability === undefined || random() < when.probability;
}

/** Faults drawn from `random` where a rule has a probability, so that a seed repeats them. */
export function createFaults(random: Random, rules: readonly FaultRule[] = []): Faults {
  let counted: Counted[] = [];
  const set = (given: unknown): void => {
    const checked = faultRulesSchema.safeParse(given);
    if (!checked.success) throw new Error(z.prettifyError(checked.error));
    counted = checked.data.map((rule) => ({ rule, matched: 0, struck: 0 }));
  };
  set(rules);
  return {
    set,
    list: () => counted.map((each) => ({ ...each })),
    strike(subject) {
      let struck: StruckRule | null = null;
      for (const each of counted) {
        if (!matches(each.rule, subject)) continue;
        each.matched += 1;
        if (struck !== null || !strikesNow(each, random)) continue;
        each.struck += 1;
        struck = each.rule;
      }
      return struck;
    },
  };
}
