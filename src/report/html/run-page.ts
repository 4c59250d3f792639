import { durationText } from '../../domain/duration-text.ts';
import { counted } from '../../domain/plural.ts';
import type { Result } from '../../journal/records.ts';
import { totalText } from '../costs.ts';
import type { OutFolder, WrittenFile } from '../out-folder.ts';
import { changesText, type Preview } from '../preview.ts';
import type { RowTotals } from '../summary.ts';
import type { AccountChart, Figure, FixedTable, Notice, PageContent, Tone } from './page-content.ts';
import { RESULT_KINDS } from './result-kinds.ts';
import { NO_ACCOUNT, type RunCounts } from './run-counts.ts';
import type { RunReportFacts } from './run-facts.ts';
import { RUN_ROW_COLUMNS, runRows } from './run-rows.ts';
import { headlineOf, KIND_OF_COMMAND, nextSteps, toneOf } from './run-words.ts';
import { writePage } from './write-page.ts';

/**
 * Writes report.html for a run of any command.
 * @throws UsageError, AppError as `OutFolder.writeFile` does.
 */
export async function writeRunReport(out: OutFolder, facts: RunReportFacts): Promise<WrittenFile> {
  return writePage(out, runPage(facts, facts.counts));
}

function runPage(facts: RunReportFacts, counts: RunCounts): PageContent {
  const { run, preview } = facts;
  const kind = KIND_OF_COMMAND[run.command] ?? 'Run';
  return {
    kind,
    title: `${kind} of ${run.sheetName}`,
    tone: toneOf(facts),
    headline: headlineOf(facts),
    figures: figuresOf(facts.totals),
    notices: noticesOf(facts),
    next: nextSteps(facts),
    chart: chartOf(facts, counts),
    tables: preview === null ? callTable(facts) : [...previewTable(preview), ...costTables(preview)],
    timeline: facts.timeline,
    problems: counts.problems,
    rows: {
      title: 'Rows',
      columns: RUN_ROW_COLUMNS,
      kinds: RESULT_KINDS,
      rows: runRows(facts.sheet, facts.rows, facts.operationOf),
      file: preview === null ? 'results.csv' : 'plan.csv',
    },
    facts: identity(facts),
    files: facts.files,
    operator: run.operator,
    footer: footerOf(facts),
  };
}

/** Accounts, end and hash: what tells one printed page from another. */
function footerOf({ run, accounts, finishedAt, files }: RunReportFacts): string {
  const [rows] = files;
  const names = accounts.map(({ name }) => name).join(', ');
  const hash = rows === undefined ? '' : `${rows.name} SHA-256 ${rows.sha256}`;
  return [`Run ${run.runId}`, names, finishedAt, hash].filter(Boolean).join(' · ');
}

function figuresOf(totals: RowTotals): Figure[] {
  const shown = RESULT_KINDS.flatMap(({ key, label, tone }): Figure[] => {
    const count = totals.results[key as Result];
    return count === 0 ? [] : [{ label, value: counted(count), tone }];
  });
  return [{ label: 'rows', value: counted(totals.rows), tone: 'quiet' as Tone }, ...shown];
}

function noticesOf({ uncovered, preview }: RunReportFacts): Notice[] {
  const notices: Notice[] = [];
  if (uncovered.length > 0) {
    notices.push({
      tone: 'bad',
      title: 'No emergency address right now',
      lines: uncovered.map(({ phoneNumber, account }) => `${phoneNumber} (${account})`),
    });
  }
  if (preview !== null && preview.guards.length > 0) {
    notices.push({
      tone: 'attention',
      title: 'A guard would stop this run',
      lines: preview.guards.map((guard) => `${guard}.`),
    });
  }
  return notices;
}

function chartOf({ accounts }: RunReportFacts, counts: RunCounts): AccountChart {
  const titles = new Map(accounts.map(({ name, title }) => [name, title]));
  const names = [...counts.accounts.keys()].sort((a, b) =>
    a === NO_ACCOUNT ? 1 : b === NO_ACCOUNT ? -1 : a < b ? -1 : 1,
  );
  return {
    title: 'Results per account',
    kinds: RESULT_KINDS,
    accounts: names.map((name) => ({
      name,
      note: titles.get(name) ?? (name === NO_ACCOUNT ? 'rows with errors, or skipped' : ''),
      counts: counts.accounts.get(name) ?? {},
    })),
  };
}

function previewTable(preview: Preview): FixedTable[] {
  const number = (label: string) => ({ label, isNumber: true });
  const text = (label: string) => ({ label, isNumber: false });
  return [
    {
      title: 'What this plan would do',
      note: 'Times are at the configured pace, without the time that a provider needs to register an address. A number has no address only where its provider must remove the old one first, and for as long as that provider documents.',
      columns: [
        text('Account'),
        text('Changes'),
        number('Changing calls'),
        number('Reads'),
        number('About'),
        number('Numbers without an address meanwhile'),
        number('Each for up to'),
        number('Rows not checked yet'),
      ],
      rows: Object.entries(preview.accounts).map(([name, account]) => [
        name,
        changesText(account.changes),
        counted(account.changing_calls),
        counted(account.reads),
        durationText(account.seconds),
        counted(account.gaps),
        account.max_gap_seconds === 0 ? '' : durationText(account.max_gap_seconds),
        counted(account.unchecked_rows),
      ]),
    },
  ];
}

/** What the plan costs, by account: its fees, then their sums. None when it costs nothing. */
function costTables({ accounts }: Preview): FixedTable[] {
  const rows = Object.entries(accounts).flatMap(([name, account]) => [
    ...account.fees.map((fee) => [
      name,
      fee.what,
      counted(fee.numbers),
      fee.amount === null ? (fee.total === null ? 'unknown' : 'differs') : `${fee.amount} ${fee.currency}`,
      fee.per,
      fee.total === null ? '' : `${fee.total} ${fee.currency}`,
      fee.source,
    ]),
    ...(account.fees.length === 0 ? [] : [[name, 'in all', '', '', '', totalText(account), '']]),
  ]);
  if (rows.length === 0) return [];
  return [
    {
      title: 'About what it costs',
      note: 'As far as the carrier or the config states it. Different currencies are not added; an unknown price is in no sum.',
      columns: ['Account', 'Fee', 'Numbers', 'Each, about', 'Per', 'Together, about', 'Source'].map(
        (label) => ({
          label,
          isNumber: label === 'Numbers',
        }),
      ),
      rows,
    },
  ];
}

function callTable({ calls }: RunReportFacts): FixedTable[] {
  const rows = Object.entries(calls).map(([account, counts]) => [
    account,
    counted(counts.total),
    counts.ratePerSecond.toFixed(1),
    counted(counts.retries),
    counted(counts.throttled),
  ]);
  if (rows.length === 0) return [];
  return [
    {
      title: 'Calls',
      note: '',
      columns: [
        { label: 'Account', isNumber: false },
        ...['Calls', 'Per second', 'Repeated', 'Slowed by the provider'].map((label) => ({
          label,
          isNumber: true,
        })),
      ],
      rows,
    },
  ];
}

function identity({ run, finishedAt, exitCode, exitReason, totals }: RunReportFacts): PageContent['facts'] {
  const longest = totals.uncoveredSecondsMax;
  return [
    { label: 'Run', value: run.runId },
    { label: 'Command', value: run.command },
    { label: 'Operator', value: run.operator },
    { label: 'Started', value: run.startedAt },
    { label: 'Finished', value: finishedAt },
    { label: 'Exit code', value: `${exitCode}: ${exitReason}` },
    { label: 'Sheet', value: run.sheetName },
    { label: 'SHA-256 of the sheet', value: run.sheetSha256 },
    ...(totals.maxGapSeconds > 0
      ? [{ label: 'Without an address at worst, as documented', value: durationText(totals.maxGapSeconds) }]
      : []),
    ...(longest > 0 ? [{ label: 'Longest time without an address', value: `${longest} s` }] : []),
  ];
}
