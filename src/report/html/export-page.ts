import type { OutFolder, WrittenFile } from '../out-folder.ts';
import type {
  AccountChart,
  Figure,
  FixedTable,
  Notice,
  PageContent,
  ResultKind,
  RowTable,
} from './page-content.ts';
import { writePage } from './write-page.ts';

/** What an export or a compliance export says of itself, as plain data. */
export interface ExportReportContent {
  readonly kind: 'export' | 'compliance';
  /** Title of the page, for example `Compliance export of 3 accounts`. */
  readonly title: string;
  /** One or two sentences with the counts that matter. When `incomplete` says anything, the page says INCOMPLETE before them. */
  readonly headline: string;
  readonly figures: readonly Figure[];
  /** Why it is not whole, a sentence each; empty when everything was read. */
  readonly incomplete: readonly string[];
  /** What was read of each account. */
  readonly accounts: readonly {
    readonly name: string;
    readonly provider: string;
    /** Rows written for it. */
    readonly rows: number;
    readonly pagesRead: number;
    /** How many rows the provider says there are; null when it does not say. */
    readonly total: number | null;
    /** What was asked for, and what the list can never show. */
    readonly scope: string;
    readonly cannotList: string;
    /** Empty when it was read to the end; otherwise why not. */
    readonly problem: string;
    /** Rows by `ResultKind.key`, for the chart. */
    readonly counts: Readonly<Record<string, number>>;
  }[];
  /** The statuses that rows may have, in the order of the chart: covered, pending, failed, ... */
  readonly kinds: readonly ResultKind[];
  /** Findings by sort: how many rows have each. */
  readonly findings: readonly {
    readonly severity: 'error' | 'warning';
    readonly code: string;
    readonly message: string;
    readonly hint: string;
    readonly count: number;
    /** The first numbers that have it. */
    readonly examples: readonly string[];
  }[];
  /** Changes since the last export or against a sheet, and the like; may be empty. */
  readonly tables: readonly FixedTable[];
  readonly columns: RowTable['columns'];
  /** Read once, in order; each as many cells as there are columns. */
  readonly rows: RowTable['rows'];
  /** The file that holds the same rows whole: `compliance.csv`. */
  readonly rowsFile: string;
  readonly next: PageContent['next'];
  /** Who, when, which accounts, from the manifest. The page adds no time or name of its own. */
  readonly manifest: PageContent['facts'];
  readonly files: PageContent['files'];
  readonly operator: string;
  readonly footer: string;
}

/**
 * Writes report.html for an export. The same content gives the same bytes.
 * @throws UsageError, AppError as `OutFolder.writeFile` does.
 */
export async function writeExportReport(out: OutFolder, content: ExportReportContent): Promise<WrittenFile> {
  return writePage(out, exportPage(content));
}

function exportPage(content: ExportReportContent): PageContent {
  const isWhole = content.incomplete.length === 0;
  const hasErrors = content.findings.some(({ severity }) => severity === 'error');
  const cutOff: Notice[] = isWhole
    ? []
    : [{ tone: 'bad', title: 'INCOMPLETE: not everything could be read', lines: content.incomplete }];
  return {
    kind: content.kind === 'compliance' ? 'Compliance export' : 'Export',
    title: content.title,
    tone: isWhole ? (hasErrors ? 'attention' : 'good') : 'bad',
    headline: isWhole ? `COMPLETE FOR THE SCOPE. ${content.headline}` : `INCOMPLETE. ${content.headline}`,
    figures: content.figures,
    notices: cutOff,
    next: content.next,
    chart: chartOf(content),
    tables: [readTable(content), scopeTable(content), ...content.tables],
    timeline: null,
    problems: content.findings.map((finding) => ({ ...finding, examplesLabel: 'Numbers' })),
    rows: {
      title: 'Rows',
      columns: content.columns,
      kinds: content.kinds,
      rows: content.rows,
      file: content.rowsFile,
    },
    facts: content.manifest,
    files: content.files,
    operator: content.operator,
    footer: content.footer,
  };
}

function chartOf(content: ExportReportContent): AccountChart | null {
  if (content.kinds.length === 0) return null;
  return {
    title: 'Status per account',
    kinds: content.kinds,
    accounts: content.accounts.map(({ name, provider, counts }) => ({ name, note: provider, counts })),
  };
}

function readTable(content: ExportReportContent): FixedTable {
  return {
    title: 'What was read',
    note: 'The count of every list is compared with the total that the provider states, where it states one.',
    columns: [
      { label: 'Account', isNumber: false },
      { label: 'Provider', isNumber: false },
      { label: 'Rows', isNumber: true },
      { label: 'Pages read', isNumber: true },
      { label: 'Total stated by the provider', isNumber: true },
      { label: 'Read to the end', isNumber: false },
    ],
    rows: content.accounts.map((account) => [
      account.name,
      account.provider,
      String(account.rows),
      String(account.pagesRead),
      account.total === null ? 'not stated' : String(account.total),
      account.problem === '' ? 'yes' : `no: ${account.problem}`,
    ]),
  };
}

function scopeTable({ accounts }: ExportReportContent): FixedTable {
  return {
    title: 'Scope',
    note: 'What was asked for, and what no list of the account shows.',
    columns: ['Account', 'Asked for', 'Cannot be listed'].map((label) => ({ label, isNumber: false })),
    rows: accounts.map(({ name, scope, cannotList }) => [name, scope, cannotList]),
  };
}
