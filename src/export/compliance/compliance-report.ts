import type { ExportReportContent } from '../../report/html/export-page.ts';
import type { FixedTable, TableColumn, Tone } from '../../report/html/page-content.ts';
import type { Difference } from '../context/earlier.ts';
import { COVERAGES, type Coverage } from '../numbers/coverage.ts';
import type { ComplianceSet } from './compliance-facts.ts';
import { type ComplianceColumn, complianceRows } from './compliance-rows.ts';
import { coveredPercent, inScopeOf } from './covered-percent.ts';
import { FINDINGS } from './findings.ts';

const TONES: Readonly<Record<Coverage, Tone>> = {
  covered: 'good',
  pending: 'waiting',
  failed: 'bad',
  missing: 'bad',
  disabled: 'bad',
  'not in scope': 'quiet',
  unknown: 'attention',
};

/** What of compliance.csv the page shows, and how. */
const COLUMNS: readonly (TableColumn & { readonly column: ComplianceColumn })[] = [
  { column: 'phone_number', label: 'Number', shape: 'code', isFilter: false },
  { column: 'account', label: 'Account', shape: 'text', isFilter: true },
  { column: 'status', label: 'Status', shape: 'kind', isFilter: true },
  { column: 'severity', label: 'Severity', shape: 'text', isFilter: true },
  { column: 'finding_codes', label: 'Finding', shape: 'text', isFilter: false },
  { column: 'caller_name', label: 'Caller name', shape: 'text', isFilter: false },
  { column: 'address', label: 'Address', shape: 'address', isFilter: false },
  { column: 'finding', label: 'Finding in words', shape: 'detail', isFilter: false },
  { column: 'read_error', label: 'Could not be read', shape: 'detail', isFilter: false },
  { column: 'provider_status', label: 'Status in the provider’s words', shape: 'detail', isFilter: false },
  { column: 'scope_reason', label: 'Scope', shape: 'detail', isFilter: false },
  { column: 'last_validated_at', label: 'Last validated', shape: 'detail', isFilter: false },
  { column: 'last_validated_run', label: 'by run', shape: 'detail', isFilter: false },
  { column: 'last_changed_at', label: 'Last changed', shape: 'detail', isFilter: false },
  { column: 'last_changed_run', label: 'by run', shape: 'detail', isFilter: false },
  { column: 'last_changed_by', label: 'by', shape: 'detail', isFilter: false },
  { column: 'previous_address', label: 'Address before', shape: 'detail', isFilter: false },
];

/** The page shows this many differences; differences.csv has all. */
const MOST_SHOWN = 100;

/**
 * What report.html of a compliance set shows. It names the day and no time of day, so that two exports of one state give
 * the same page; the times are in manifest.json.
 */
export function complianceReport(set: ComplianceSet): ExportReportContent {
  const { context, evaluation, observedOn } = set;
  const { readings, host, place, spool, earlier } = context;
  const { numbers, inScope, coverage, codes } = evaluation;
  return {
    kind: 'compliance',
    title: `Emergency addresses of ${readings.length} ${readings.length === 1 ? 'account' : 'accounts'} on ${observedOn}`,
    headline: `${coverage.covered} of ${inScope} numbers in scope are covered (${percentText(coverage.covered, inScope)}); ${numbers} ${numbers === 1 ? 'number was' : 'numbers were'} read.`,
    figures: [
      {
        label: 'of the numbers in scope are covered',
        value: percentText(coverage.covered, inScope),
        tone: coverage.covered === inScope ? 'good' : 'bad',
      },
      ...COVERAGES.filter((word) => word === 'covered' || coverage[word] > 0).map((word) => ({
        label: word,
        value: String(coverage[word]),
        tone: TONES[word],
      })),
    ],
    incomplete: readings
      .filter(({ problem }) => problem !== '')
      .map(({ account, problem }) => `${account}: ${problem}`),
    accounts: readings.map((reading) => ({
      name: reading.account,
      provider: reading.title,
      rows: reading.rows,
      pagesRead: reading.pages,
      total: reading.total,
      problem: reading.problem,
      scope: reading.scope,
      cannotList: reading.cannotList,
      counts: evaluation.coverageOf[reading.index] ?? {},
    })),
    kinds: COVERAGES.map((word) => ({ key: word, label: word, tone: TONES[word] })),
    findings: [...codes]
      .map(([code, { count, examples }]) => ({ code, ...FINDINGS[code], count, examples }))
      .sort((one, other) => rank(one) - rank(other)),
    tables: tablesOf(set),
    columns: COLUMNS,
    rows: rowsOf(set),
    rowsFile: place.main,
    next: [],
    manifest: [
      { label: 'Day (UTC)', value: observedOn },
      { label: 'Operator', value: `${host.operator} on ${host.host}` },
      { label: 'Accounts', value: readings.map(({ account }) => account).join(', ') },
      { label: 'Numbers', value: String(spool.count('row')) },
      ...(earlier.sheet === null
        ? []
        : [{ label: 'Against the sheet', value: `${earlier.sheet.name} (SHA-256 ${earlier.sheet.sha256})` }]),
      ...(place.manifest === null ? [] : [{ label: 'Times and proof', value: place.manifest }]),
    ],
    files: set.files.map(({ name, sha256 }) => ({ name, sha256 })),
    operator: host.operator,
    footer: [
      readings.map(({ account }) => account).join(', '),
      `${observedOn} (UTC)`,
      `${place.main} SHA-256 ${set.files[0]?.sha256 ?? ''}`,
    ].join(' · '),
  };
}

/** A share in percent, rounded down: 100% is said only of all. */
function percentText(part: number, whole: number): string {
  return whole === 0 ? 'no numbers' : `${(Math.floor((part / whole) * 1000) / 10).toFixed(1)}%`;
}

/** Errors before warnings, in the order of the table of findings. */
function rank({ code }: { readonly code: string }): number {
  return Object.keys(FINDINGS).indexOf(code);
}

function* rowsOf({ context }: ComplianceSet): Generator<readonly string[]> {
  for (const { cells } of complianceRows(context.spool)) {
    yield COLUMNS.map(
      ({ column }) => cells[column] || (column === 'phone_number' ? (cells['endpoint_user_id'] ?? '') : ''),
    );
  }
}

function tablesOf(set: ComplianceSet): FixedTable[] {
  const { changes, evaluation, context } = set;
  const { sheet } = context.earlier;
  const counted = (label: string, count: number): readonly string[] => [label, String(count)];
  const tables: FixedTable[] = [
    {
      title: 'Coverage by account',
      note: 'Of the numbers in scope; what no list shows is named with each account.',
      columns: ['Account', 'In scope', 'Covered', 'Percent'].map((label, at) => ({
        label,
        isNumber: at > 0,
      })),
      rows: context.readings.map(({ account, index }) => {
        const counts = evaluation.coverageOf[index];
        const percent = coveredPercent(counts);
        return [
          account,
          String(inScopeOf(counts)),
          String(counts?.covered ?? 0),
          percent === null ? 'no numbers' : `${percent.toFixed(1)}%`,
        ];
      }),
    },
    {
      title: 'Since the last export',
      // Only the manifest says which export and when: here it would make each page differ from the last.
      note: 'changes.csv names each number; manifest.json names the earlier export of each account.',
      columns: [
        { label: 'Change', isNumber: false },
        { label: 'Numbers', isNumber: true },
      ],
      rows: [
        counted('added', changes.added),
        counted('removed', changes.removed),
        counted('changed', changes.changed),
        counted('newly failing', changes.newlyFailing),
        counted('with other findings', changes.findingsChanged),
      ],
    },
  ];
  if (sheet === null) return tables;
  const shown: (readonly string[])[] = [];
  for (const { body } of context.spool.all<Difference>('difference')) {
    if (shown.length >= MOST_SHOWN) break;
    const { account, phoneNumber, endUserId, code, line, inSheet, live } = body;
    shown.push([account, phoneNumber || endUserId, code, line, inSheet, live]);
  }
  const all = evaluation.differences;
  tables.push({
    title: `Against ${sheet.name}`,
    note:
      all > shown.length
        ? `The first ${shown.length} of ${all} differences; differences.csv has all.`
        : `${all} differences, both ways.`,
    columns: ['Account', 'Number', 'Difference', 'Row', 'In the sheet', 'At the provider'].map((label) => ({
      label,
      isNumber: label === 'Row',
    })),
    rows: shown,
  });
  return tables;
}
