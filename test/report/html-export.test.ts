import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ExportReportContent, writeExportReport } from '../../src/report/html/export-page.ts';
import { openOutFolder } from '../../src/report/out-folder.ts';

const CONTENT: ExportReportContent = {
  kind: 'compliance',
  title: 'Compliance export of 1 account',
  headline: '2 numbers, 1 of them covered.',
  figures: [{ label: 'covered', value: '1', tone: 'good' }],
  incomplete: [],
  accounts: [
    {
      name: 'hq',
      provider: 'Twilio',
      rows: 2,
      pagesRead: 1,
      total: 2,
      problem: '',
      scope: 'all numbers',
      cannotList: 'numbers of subaccounts',
      counts: { covered: 1, missing: 1 },
    },
  ],
  kinds: [
    { key: 'covered', label: 'covered', tone: 'good' },
    { key: 'missing', label: 'missing', tone: 'bad' },
  ],
  findings: [
    {
      severity: 'error',
      code: 'NOT_COVERED',
      message: 'The number has no emergency address.',
      hint: 'Give it one.',
      count: 1,
      examples: ['+14155550101'],
    },
  ],
  tables: [],
  columns: [
    { label: 'Number', shape: 'code', isFilter: false },
    { label: 'Status', shape: 'kind', isFilter: true },
  ],
  rows: [
    ['+14155550100', 'covered'],
    ['+14155550101', 'missing'],
  ],
  rowsFile: 'compliance.csv',
  next: [],
  manifest: [{ label: 'Operator', value: 'alice' }],
  files: [{ name: 'compliance.csv', sha256: 'ab' }],
  operator: 'alice',
  footer: 'hq · 2026-11-21 (UTC) · compliance.csv SHA-256 ab',
};

describe('the report of an export', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'e911-html-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  async function page(content: ExportReportContent, name = 'a'): Promise<string> {
    const out = await openOutFolder(path.join(dir, name));
    await writeExportReport(out, content);
    return readFile(path.join(out.path, 'report.html'), 'utf8');
  }

  it('is a private file, and the same bytes for the same content', async () => {
    const first = await page(CONTENT, 'a');
    expect(await page(CONTENT, 'b')).toBe(first);
    expect((await stat(path.join(dir, 'a', 'report.html'))).mode & 0o777).toBe(0o600);
  });

  it('names counts, findings, pages read, and the files', async () => {
    const text = await page(CONTENT);
    for (const said of [
      '2 numbers, 1 of them covered.',
      'NOT_COVERED',
      'Pages read',
      'alice',
      'compliance.csv',
    ]) {
      expect(text).toContain(said);
    }
    expect(text).not.toContain('INCOMPLETE');
  });

  it('says INCOMPLETE first of all when something was cut off', async () => {
    const text = await page({ ...CONTENT, incomplete: ['hq: page 2 was missing'] });
    expect(text).toContain('INCOMPLETE. 2 numbers');
    expect(text).toContain('"lines":["hq: page 2 was missing"]');
    expect(text).toContain('"tone":"bad","headline":"INCOMPLETE.');
  });

  it('reads rows that come one by one', async () => {
    async function* rows(): AsyncGenerator<readonly string[]> {
      for (const row of CONTENT.rows as readonly (readonly string[])[]) yield row;
    }
    expect(await page({ ...CONTENT, rows: rows() }, 'b')).toBe(await page(CONTENT, 'a'));
  });
});
