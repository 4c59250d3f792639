import type { Evidence } from '../evidence.ts';
import type { AddressView } from '../snapshot.ts';
import type { Report, ResultRow } from './violation.ts';

/** I2: no address twice, and none made that no row asked for or that an applied row should be using. */
export function checkAddresses(evidence: Evidence, rows: readonly ResultRow[] | null, report: Report): void {
  const { before, after } = evidence;
  const made = [...after.addresses].filter(([id]) => !before.addresses.has(id));
  const key = (view: AddressView): string => `${view.account}|${view.place}|${view.callerName ?? ''}`;
  const used = new Set([...after.numbers.values()].map(({ addressId }) => addressId));
  for (const [id, view] of made) {
    const same = [...after.addresses].filter(([other, each]) => other < id && key(each) === key(view));
    if (same.length > 0) report('I2', `${key(view)} is stored ${same.length + 1} times`);
    const isUsed = used.has(id);
    const requesting = rowsFor(evidence, view);
    if (requesting.size === 0) report('I2', `${key(view)} was made and no row asked for it`);
    const applied = rows?.some(
      (row) => requesting.has(row['row'] ?? '') && ['applied', 'unchanged'].includes(row['result'] ?? ''),
    );
    if (!isUsed && applied) report('I2', `${key(view)} was made and no number uses it`);
  }
}

/**
 * I2: no number has two records at its carrier, as it can have two endpoints at Bandwidth. One that a killed process sent, whose
 * answer nobody has and which the list hides, can be found by nobody: the row says so until a list shows it.
 */
export function checkRecords(evidence: Evidence, rows: readonly ResultRow[] | null, report: Report): void {
  const { before, after, listsHide } = evidence;
  const untold = new Set(
    listsHide
      ? rows?.filter((row) => row['result'] === 'unknown').map((row) => row['phone_number'] ?? '')
      : [],
  );
  for (const [phone, { records }] of after.numbers) {
    const most = Math.max(1, before.numbers.get(phone)?.records ?? 1);
    if (records > most && !untold.has(phone)) report('I2', `${phone} has ${records} records at its carrier`);
  }
}

/** The lines of the sheet that request this address. */
function rowsFor({ sheet, requests }: Evidence, view: AddressView): Set<string> {
  const lines = requests.flatMap((request, index) => {
    const account = sheet[index]?.account ?? '';
    const fits =
      request.kind === 'assign' &&
      (account === '' || account === view.account) &&
      request.place === view.place &&
      (view.callerName === null || request.callerName === view.callerName);
    return fits ? [String(index + 2)] : [];
  });
  return new Set(lines);
}

/** I11: numbers that are not in the sheet, and addresses that were there before, are as they were. */
export function checkStrangers(evidence: Evidence, report: Report): void {
  const { before, after, sheet, mayDelete } = evidence;
  const own = new Set(sheet.map((row) => row.phone_number));
  for (const [phone, view] of before.numbers) {
    const now = after.numbers.get(phone);
    const isSame =
      view.covered === now?.covered && view.addressId === now.addressId && view.callerName === now.callerName;
    if (!own.has(phone) && !isSame) report('I11', `${phone} is not in the sheet and was changed`);
  }
  for (const phone of after.numbers.keys()) {
    if (own.has(phone) || before.numbers.has(phone)) continue;
    report('I11', `${phone} is new and no row asked for it`);
  }
  for (const [id, view] of before.addresses) {
    if (mayDelete.has(id)) continue;
    const now = after.addresses.get(id);
    if (now?.place !== view.place || now.callerName !== view.callerName) {
      report('I11', `address ${id} was there before and was changed or deleted`);
    }
  }
}
