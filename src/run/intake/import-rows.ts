import { placeKey } from '../../domain/address/place-key.ts';
import type { Journal } from '../../journal/journal.ts';
import { newOperation } from '../../plan/context/new-operation.ts';
import { differInDesignator, sameRequest } from '../../plan/context/request-subject.ts';
import { AddressRows } from '../../sheet/rows/address-rows.ts';
import type { SheetRow } from '../../sheet/source/sheet-row.ts';
import {
  type CapabilitiesOf,
  checkSourceRow,
  contradiction,
  type Intake,
  refusedAddressRow,
} from './check-source-row.ts';
import type { Source } from './source.ts';

const PROGRESS_ROWS = 500;

/** Whose rows are imported, and into which run. */
interface Import {
  readonly journal: Journal;
  readonly runId: string;
  readonly source: Source;
  readonly capabilitiesOf: CapabilitiesOf;
}

/**
 * Reads the sheet once into the journal: each row with its request or its problems, and one operation for each distinct request.
 * Equal requests about one number share an operation; different requests are errors on all their rows.
 */
export async function importRows(into: Import, progress: (rows: number) => void): Promise<Intake> {
  const intake: Intake = { taken: 0, bad: 0, accounts: new Set() };
  let read = 0;
  const addressRows = new AddressRows();
  for await (const rows of into.source.batches()) {
    for (const row of rows) {
      await addRow(into, row, intake, addressRows);
      if (++read % PROGRESS_ROWS === 0) progress(read);
    }
  }
  if (addressRows.isUsed) await resolveAddressRows(into, addressRows, intake);
  progress(read);
  return intake;
}

/** Gives each row that uses the address of another row that address, and fails the rows that cannot have it. */
async function resolveAddressRows(
  { journal, runId, capabilitiesOf }: Import,
  addressRows: AddressRows,
  intake: Intake,
): Promise<void> {
  for await (const operation of journal.operations(runId)) {
    const capabilities = capabilitiesOf(operation.account);
    if (operation.outcome !== null || capabilities === undefined) continue;
    const resolved = addressRows.resolve(operation.request, capabilities);
    if (resolved === null) continue;
    if ('request' in resolved) {
      const { request, operationId: addressOperation } = resolved;
      await journal.saveOperation(runId, { ...operation, request, addressOperation });
      continue;
    }
    intake.bad += (await journal.rowsOfOperation(runId, operation.operationId)).length;
    const outcome = refusedAddressRow(resolved.problem);
    await journal.saveOperation(runId, { ...operation, phase: 'ended', outcome });
  }
}

async function addRow(
  { journal, runId, source, capabilitiesOf }: Import,
  row: SheetRow,
  intake: Intake,
  addressRows: AddressRows,
): Promise<void> {
  const { record, asks, names } = checkSourceRow(row, source, intake, capabilitiesOf);
  if (asks === null) {
    addressRows.note(row.line, { request: null, names });
    await journal.addRow(runId, record);
    return;
  }
  const { request, subject } = asks;
  const known = await journal.findOperation(runId, request.account, subject);
  const operationId = known?.operationId ?? `op-${String(row.position).padStart(6, '0')}`;
  addressRows.note(row.line, { request, names }, operationId);
  if (!known) {
    const operation = newOperation({ operationId, position: row.position }, request, subject);
    await journal.addOperation(runId, operation);
    await journal.addRow(runId, { ...record, operationId });
    return;
  }
  await journal.addRow(runId, { ...record, operationId: known.operationId });
  if (known.outcome === null && sameRequest(known.request, request)) return;
  const mergedUnit = known.outcome === null ? differInDesignator(known.request, request) : null;
  if (mergedUnit !== null) {
    // The plan knows whether another designator is used with it as well.
    const isBare = known.request.address !== null && placeKey(known.request.address) === mergedUnit;
    await journal.saveOperation(runId, { ...known, request: isBare ? request : known.request, mergedUnit });
    return;
  }
  const lines = (await journal.rowsOfOperation(runId, known.operationId)).map((each) => each.line);
  intake.bad += known.outcome === null ? lines.length : 1;
  await journal.saveOperation(runId, { ...known, phase: 'ended', outcome: contradiction(asks, lines) });
}
