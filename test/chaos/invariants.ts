// biome-ignore-all lint/style/noExcessiveLinesPerFile: older than the limit
import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { Evidence, LeftFile } from './evidence.ts';
import { type Request, requestOf, type SheetRow } from './sheet.ts';
import type { NumberView, Snapshot } from './snapshot.ts';

/** One broken promise, by the name of its invariant in docs/reliability.md */
export interface Violation {
  readonly invariant: string;
  readonly text: string;
}

const RESULTS = new Set([
  'applied',
  'unchanged',
  'needs_review',
  'pending',
  'unknown',
  'failed',
  'skipped',
  'not_attempted',
]);
/** Results that say that the number was left as it was. */
const UNTOUCHED = new Set(['failed', 'not_attempted', 'needs_review', 'skipped']);
/** Results that an exit code of 0 hides nothing behind. */
const QUIET = new Set(['applied', 'unchanged', 'skipped']);
const OWNER_ONLY = 0o600;

const summarySchema = z.object({
  rows: z.number(),
  results: z.record(z.string(), z.number()),
  exit_code: z.number(),
  files: z.array(z.object({ name: z.string(), sha256: z.string() })),
});

type ResultRow = Readonly<Record<string, string>>;
type Report = (invariant: string, text: string) => void;

/** What a run's evidence breaks; empty when every promise was kept. */
export function violations(evidence: Evidence): Violation[] {
  const found: Violation[] = [];
  const report: Report = (invariant, text) => void found.push({ invariant, text });
  const rows = checkFiles(evidence, report);
  checkSecretsAndModes(evidence, report);
  checkAddresses(evidence, rows, report);
  checkEffects(evidence, report);
  checkCoverage(evidence, report);
  checkStrangers(evidence, report);
  if (rows) {
    checkRows(evidence, rows, report);
    checkExit(evidence, rows, report);
  }
  if (evidence.undisturbed) checkSameEnd(evidence, evidence.undisturbed, report);
  return found;
}

/** I1 and I10: whole files, each input row in exactly one result, counts that add up. */
function checkFiles(evidence: Evidence, report: Report): ResultRow[] | null {
  const { outFolder } = evidence;
  const named = (name: string): LeftFile | undefined =>
    evidence.files.find((file) => file.name === `${outFolder}/${name}`);
  const summaryFile = outFolder === null ? undefined : named('summary.json');
  if (!summaryFile) {
    report('I12', 'no run came to its end');
    return null;
  }
  const summary = summarySchema.parse(JSON.parse(summaryFile.bytes.toString('utf8')));
  for (const { name, sha256 } of summary.files) {
    const bytes = named(name)?.bytes;
    if (!bytes || createHash('sha256').update(bytes).digest('hex') !== sha256) {
      report('I10', `${name} is not the file that summary.json names`);
    }
  }
  const rows = csvRows(named('results.csv'), report);
  for (const name of ['errors.csv', 'retry.csv']) csvRows(named(name), report);
  if (!rows) return null;
  checkEachRowOnce(evidence.sheet, rows, report);
  const counts: Record<string, number> = {};
  for (const { result = '' } of rows) counts[result] = (counts[result] ?? 0) + 1;
  if (summary.rows !== rows.length) {
    report('I1', `summary.json counts ${summary.rows} rows of ${rows.length}`);
  }
  for (const result of new Set([...Object.keys(counts), ...Object.keys(summary.results)])) {
    if ((summary.results[result] ?? 0) !== (counts[result] ?? 0)) {
      report('I1', `summary.json counts ${summary.results[result] ?? 0} ${result} of ${counts[result] ?? 0}`);
    }
  }
  if (summary.exit_code !== evidence.exitCode) {
    report('I13', `summary.json says exit ${summary.exit_code}, the process ended with ${evidence.exitCode}`);
  }
  return rows;
}

function csvRows(file: LeftFile | undefined, report: Report): ResultRow[] | null {
  if (!file) {
    report('I10', 'a result file is missing');
    return null;
  }
  try {
    return parse(file.bytes, { columns: true, bom: true }) as ResultRow[];
  } catch (error) {
    report('I10', `${file.name} cannot be read: ${String(error)}`);
    return null;
  }
}

function checkEachRowOnce(sheet: readonly SheetRow[], rows: readonly ResultRow[], report: Report): void {
  if (rows.length !== sheet.length) report('I1', `${sheet.length} rows went in and ${rows.length} came out`);
  for (const [index, row] of sheet.entries()) {
    const answers = rows.filter((each) => each['row'] === String(index + 2));
    const [answer] = answers;
    if (answers.length !== 1 || !answer) {
      report('I1', `row ${index + 2} has ${answers.length} results`);
      continue;
    }
    for (const [column, cell] of Object.entries(row)) {
      if (answer[column] !== cell) report('I1', `row ${index + 2} shows another ${column}`);
    }
    if (!RESULTS.has(answer['result'] ?? '')) {
      report('I1', `row ${index + 2} has the result "${answer['result']}"`);
    }
  }
}

/** I7: nothing secret in any file or output, and every file for its owner only. */
function checkSecretsAndModes(evidence: Evidence, report: Report): void {
  for (const { name, mode, bytes } of evidence.files) {
    if (mode !== OWNER_ONLY) report('I7', `${name} has mode ${mode.toString(8)}`);
    if (evidence.secrets.some((secret) => bytes.includes(secret))) report('I7', `${name} holds a secret`);
  }
  for (const secret of evidence.secrets) {
    if (evidence.said.some((text) => text.includes(secret))) report('I7', 'a secret was printed');
  }
}

/** I2: no address twice, and none made that nobody asked for or that an applied row should be using. */
function checkAddresses(evidence: Evidence, rows: readonly ResultRow[] | null, report: Report): void {
  const { before, after } = evidence;
  const made = [...after.addresses].filter(([id]) => !before.addresses.has(id));
  const key = (view: { place: string; callerName: string | null }): string =>
    `${view.place}|${view.callerName ?? ''}`;
  for (const [id, view] of made) {
    const same = [...after.addresses].filter(([other, each]) => other < id && key(each) === key(view));
    if (same.length > 0) report('I2', `${key(view)} is stored ${same.length + 1} times`);
    const isUsed = [...after.numbers.values()].some((number) => number.addressId === id);
    const requesting = evidence.sheet.flatMap((row, index) => {
      const request = requestOf(row);
      const fits =
        request.kind === 'assign' &&
        request.place === view.place &&
        (view.callerName === null || request.callerName === view.callerName);
      return fits ? [String(index + 2)] : [];
    });
    if (requesting.length === 0) report('I2', `${key(view)} was made and nobody asked for it`);
    const applied = rows?.some(
      (row) =>
        requesting.includes(row['row'] ?? '') && ['applied', 'unchanged'].includes(row['result'] ?? ''),
    );
    if (!isUsed && applied) report('I2', `${key(view)} was made and no number uses it`);
  }
}

function phoneOf(subject: string): string {
  return /^\d+$/.test(subject) ? `+${subject}` : subject;
}

/** I2, I3 and I12 over time: nothing was written twice, and few numbers were uncovered at once. */
function checkEffects(evidence: Evidence, report: Report): void {
  const requests = requestsByNumber(evidence.sheet);
  const last = new Map<string, string>();
  const writes = new Map<string, number>();
  const open = new Set<string>();
  const places = new Set([...evidence.before.addresses.values()].map(({ place }) => place));
  for (const { kind, subject, detail } of evidence.effects) {
    const phone = phoneOf(subject);
    const words = `${kind} ${detail}`;
    if (last.get(subject) === words) report('I2', `${words.trim()} was sent again for ${subject}`);
    last.set(subject, words);
    writes.set(subject, (writes.get(subject) ?? 0) + 1);
    const request = requests.get(phone);
    if (kind === 'create-address') places.add(evidence.after.addresses.get(subject)?.place ?? '');
    if (kind === 'disassociate' && request?.kind === 'assign') {
      open.add(phone);
      if (evidence.before.addresses.size > 0 && !places.has(request.place)) {
        report('I3', `${phone} was uncovered before its new address was there`);
      }
    }
    if (kind === 'associate') open.delete(phone);
    if (open.size > evidence.maxOpen) {
      report('I3', `${open.size} numbers were uncovered at once: ${[...open].join(' ')}`);
    }
  }
  // Away from the old address, to the new one, and both once more when the old one is put back.
  for (const [subject, count] of writes) {
    if (count > 4) report('I12', `${subject} was written ${count} times`);
  }
}

/** I3: what was covered is covered, or is named and decides the exit code. */
function checkCoverage(evidence: Evidence, report: Report): void {
  const lost = uncovered(evidence);
  for (const phone of lost) {
    if (evidence.exitCode !== 9) {
      report('I3', `${phone} is uncovered and the exit code is ${evidence.exitCode}`);
    }
    if (!evidence.said.at(-1)?.includes(phone)) report('I3', `${phone} is uncovered and nobody was told`);
  }
}

function uncovered(evidence: Evidence): string[] {
  const requests = requestsByNumber(evidence.sheet);
  return [...evidence.before.numbers]
    .filter(([phone, { covered }]) => covered && requests.get(phone)?.kind !== 'remove')
    .filter(([phone]) => evidence.after.numbers.get(phone)?.covered !== true)
    .map(([phone]) => phone);
}

/** I11: numbers that are not in the sheet, and addresses that were there before, stand as they stood. */
function checkStrangers(evidence: Evidence, report: Report): void {
  const { before, after } = evidence;
  const requests = requestsByNumber(evidence.sheet);
  for (const [phone, view] of before.numbers) {
    if (!requests.has(phone) && !sameNumber(view, after.numbers.get(phone))) {
      report('I11', `${phone} is not in the sheet and was changed`);
    }
  }
  for (const [id, view] of before.addresses) {
    const now = after.addresses.get(id);
    if (now?.place !== view.place || now.callerName !== view.callerName) {
      report('I11', `address ${id} was there before and was changed or deleted`);
    }
  }
}

/** I4: each result is true at the stand-in. */
function checkRows(evidence: Evidence, rows: readonly ResultRow[], report: Report): void {
  for (const [index, sheetRow] of evidence.sheet.entries()) {
    const answer = rows.find((each) => each['row'] === String(index + 2));
    if (!answer) continue;
    const result = answer['result'] ?? '';
    const phone = sheetRow.phone_number;
    const request = requestOf(sheetRow);
    const now = evidence.after.numbers.get(phone);
    const say = (text: string): void => report('I4', `row ${index + 2} (${phone}) is ${result}, but ${text}`);
    if ((result === 'applied' || result === 'unchanged') && !fulfils(now, request)) {
      say(`the number stands at ${now?.covered ? now.place : 'no address'}`);
    }
    if (!UNTOUCHED.has(result)) continue;
    const isNamed = evidence.exitCode === 9 && evidence.said.at(-1)?.includes(phone) === true;
    const refusedLate = answer['error_code'] === 'REGISTRATION_FAILED' && now?.covered === false;
    if (!sameNumber(evidence.before.numbers.get(phone), now) && !isNamed && !refusedLate) {
      say('the number was changed');
    }
  }
}

function fulfils(now: NumberView | undefined, request: Request): boolean {
  if (request.kind === 'nothing') return true;
  if (request.kind === 'remove') return now === undefined || (!now.covered && now.addressId === '');
  return (
    now?.covered === true &&
    now.place === request.place &&
    (now.callerName === null || now.callerName === request.callerName)
  );
}

function sameNumber(was: NumberView | undefined, now: NumberView | undefined): boolean {
  return (
    (was?.covered ?? false) === (now?.covered ?? false) &&
    (was?.addressId ?? '') === (now?.addressId ?? '') &&
    (was?.callerName ?? '') === (now?.callerName ?? '')
  );
}

/** I13: the exit code says what the rows say. */
function checkExit(evidence: Evidence, rows: readonly ResultRow[], report: Report): void {
  const has = (...results: readonly string[]): boolean =>
    rows.some((row) => results.includes(row['result'] ?? ''));
  const { exitCode } = evidence;
  const wrong =
    (exitCode === 0 && rows.some((row) => !QUIET.has(row['result'] ?? ''))) ||
    (exitCode === 1 && !has('failed', 'needs_review', 'not_attempted')) ||
    (exitCode === 6 && !has('pending')) ||
    (exitCode === 10 && !has('unknown')) ||
    (has('unknown') && exitCode !== null && ![10, 9, 5, 4, 130, 143].includes(exitCode));
  if (wrong) report('I13', `exit ${exitCode} does not fit the rows`);
}

/** I9: a disturbed run ends where an undisturbed one ends. */
function checkSameEnd(evidence: Evidence, undisturbed: Snapshot, report: Report): void {
  for (const [phone, wanted] of undisturbed.numbers) {
    const now = evidence.after.numbers.get(phone);
    if (
      now?.covered !== wanted.covered ||
      now.place !== wanted.place ||
      now.callerName !== wanted.callerName
    ) {
      report(
        'I9',
        `${phone} ended at ${now?.place || 'no address'}, undisturbed at ${wanted.place || 'none'}`,
      );
    }
  }
  const count = (snapshot: Snapshot): number => snapshot.addresses.size;
  if (count(evidence.after) !== count(undisturbed)) {
    report('I9', `${count(evidence.after)} addresses at the end, undisturbed ${count(undisturbed)}`);
  }
}

function requestsByNumber(sheet: readonly SheetRow[]): Map<string, Request> {
  return new Map(sheet.map((row) => [row.phone_number, requestOf(row)]));
}
