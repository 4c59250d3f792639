import type { FeeName } from '../domain/fees.ts';
import type { Action, SettingColumn } from '../domain/request/request.ts';
import type { StepKind } from './step.ts';

/** Pace of one account. `requestsPerSecond` is never exceeded after the burst; `concurrency` is requests in flight. */
export interface Limits {
  readonly requestsPerSecond: number;
  readonly burst: number;
  readonly concurrency: number;
}

/** The time that a provider documents between the removal of an address and the registration of the next one. */
export interface Reassociation {
  /** Seconds at worst, by country of the number. */
  readonly secondsByCountry: Readonly<Record<string, number>>;
  /** Where the provider says so, and the day it was read. */
  readonly source: string;
}

/** A fee that the provider charges beside the calls of this program. */
export interface Fee {
  readonly name: FeeName;
  /** For numbers of these countries; absent: of all. */
  readonly countries?: readonly string[];
  /** `per-number`: its answer about each number says it. Null where no source states it: it is said as unknown. */
  readonly amount: string | 'per-number' | null;
  readonly currency: string;
  /** Where the provider says so, and the day it was read. */
  readonly source: string;
}

/** A filter that not every provider has. */
export type FilterName = 'numberType' | 'features' | 'applicationId' | 'hasApplication' | 'trunkId';
export type ExportKind = 'numbers' | 'addresses' | 'recipients' | 'available';

/** What a provider can do, as data: the planner, the offline checks, `e911 providers` and the contract suite read it. */
export interface Capabilities {
  /** Name for people: `Twilio`, `Bandwidth (orders)`. */
  readonly title: string;
  readonly actions: readonly Action[];
  /** An address is a resource with an ID shared by numbers, or a part of the number. */
  readonly addressModel: 'own-resource' | 'inside-number';
  /** Whether the stored address holds the caller name (Twilio CustomerName) or the number does. */
  readonly callerNameIn: 'address' | 'number';
  /** A name is needed to write an address and never shown: an undo takes it from elsewhere. */
  readonly hidesCallerName: boolean;
  readonly addressCheck: 'without-writing' | 'by-creating';
  /** What an address question needs beside the address. Sinch asks on a number of the project. */
  readonly addressCheckNeedsNumber: boolean;
  /** Whether an address that is not for emergency use can be changed into one that is. */
  readonly enablesAddresses: boolean;
  /** Whether the text of an address can be changed while numbers use it, which moves all of them at once. */
  readonly updatesUsedAddresses: boolean;
  /** `remove-then-add` opens an uncovered gap on a change of address. */
  readonly replacement: 'in-place' | 'remove-then-add';
  /** How long a number may be without an address on a change, as the provider documents it; null without a gap. */
  readonly reassociation: Reassociation | null;
  /** Fees that a plan names before they are spent. */
  readonly fees: readonly Fee[];
  /** Asynchronous: a write is only the start, coverage is polled for. */
  readonly registration: 'asynchronous' | 'synchronous';
  /** How emergency calling is switched on and off. */
  readonly emergencySwitch: 'own-call' | 'field' | 'none';
  /** Whether the list of numbers already shows each number's emergency address and status. */
  readonly listShowsEmergency: boolean;
  /** Most numbers on one page of that list; infinite where the list is one answer. Decides between list and single reads. */
  readonly listPageSize: number;
  /** Countries whose numbers can have an emergency address. */
  readonly countries: readonly string[];
  /** Whether an end user without a telephone number can have one: `endpoint_user_id` names a row then. */
  readonly endUsers: boolean;
  /**
   * The tag by which the program finds what it made: field and its bound. `own` is the pattern of a tag of the user's
   * own, where the field is the address's id, and `ownText` says it in words; both absent when the provider gives every id itself. The tag names an address, the
   * same in every run, or (`names: 'order'`) one call of one run.
   */
  readonly tag: {
    readonly field: string;
    readonly maxChars: number;
    readonly own?: string;
    readonly ownText?: string;
    readonly names?: 'order';
  } | null;
  readonly settingColumns: readonly SettingColumn[];
  /**
   * The columns that each action sends to the provider or compares with its state, beside `KEY_COLUMNS`. A filled cell of
   * any other column is named in a problem of its row: nothing in a sheet is dropped without a word.
   */
  readonly consumes: Readonly<Partial<Record<Action, readonly string[]>>>;
  /** Columns that the provider answers and does not take: a cell that says something else is refused. */
  readonly answeredColumns: readonly string[];
  /** The settings that the purchase of a number carries; the others are set when it is bought. */
  readonly purchaseTakes: readonly SettingColumn[];
  /** Of `settingColumns`, those that an update can clear (`""` in a cell). */
  readonly clearableColumns: readonly SettingColumn[];
  /** Why an update cannot clear the others that it can set: what follows "cannot clear <column>:" in a sentence. */
  readonly whyNotCleared: Readonly<Partial<Record<SettingColumn, string>>>;
  /** Of `settingColumns`, those that the provider takes and never shows. */
  readonly hiddenSettings: readonly SettingColumn[];
  readonly exports: readonly ExportKind[];
  /** What the list of numbers asks for, and what it can never show; a compliance set says both. */
  readonly listing: { readonly scope: string; readonly cannotList: string };
  /** The filters that an export can apply here beside country, pattern and limit, which it can apply everywhere. */
  readonly filters: {
    readonly numbers: readonly FilterName[];
    readonly available: readonly FilterName[];
    /** The provider's types and features of numbers, where it publishes them all. */
    readonly words: { readonly numberType?: readonly string[]; readonly features?: readonly string[] };
  };
  /** How late a change can still take effect after its answer was lost. */
  readonly lateEffects: {
    /** Milliseconds from sending, where the carrier documents them; null: no source, and the default of `--settle` counts. */
    readonly settleMs: number | null;
    readonly source: string;
    /** Changes that made twice leave what they leave when made once: one may be sent again while the number is uncovered. */
    readonly repeatable: readonly StepKind[];
  };
  readonly limits: Limits & { readonly source: string };
}

/** What a provider that declares nothing more has: each adapter's own declaration begins with these. */
export const UNDECLARED = {
  hidesCallerName: false,
  addressCheckNeedsNumber: false,
  enablesAddresses: false,
  updatesUsedAddresses: false,
  replacement: 'in-place',
  reassociation: null,
  fees: [],
  emergencySwitch: 'none',
  endUsers: false,
  answeredColumns: [],
  settingColumns: [],
  purchaseTakes: [],
  clearableColumns: [],
  whyNotCleared: {},
  hiddenSettings: [],
  filters: { numbers: [], available: [], words: {} },
} as const satisfies Partial<Capabilities>;

/** The late effects of a provider whose documents name no time for them: the default of `--settle` counts. */
export function noDocumentedTime(
  title: string,
  { call, repeatable }: { readonly call: string; readonly repeatable: readonly StepKind[] },
): Capabilities['lateEffects'] {
  const source = `no source: ${title} documents no time after which an unanswered ${call}, verified 2026-11-26`;
  return { settleMs: null, source, repeatable };
}
