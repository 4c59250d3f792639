import { placeKey } from '../../domain/address/place-key.ts';
import type { Journal } from '../../journal/journal.ts';
import type { OperationRecord } from '../../journal/records.ts';
import { subjectText } from '../../journal/subject.ts';
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
  const { source, capabilitiesOf } = into;
  const addressRows = new AddressRows();
  for await (const rows of source.batches()) {
    const checked = rows.map((row) => ({ row, ...checkSourceRow(row, source, intake, capabilitiesOf) }));
    const known = await KnownOperations.of(into, checked);
    for (const row of checked) {
      await addRow(into, row, { intake, addressRows, known });
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

/** A row of the sheet with what was found in it. */
interface CheckedRow extends ReturnType<typeof checkSourceRow> {
  readonly row: SheetRow;
}

/** The operations of the subjects of some rows, as they are now: asked for together, and kept up by what is written here. */
class KnownOperations {
  private readonly into: Import;
  private readonly operations: Map<string, OperationRecord>;

  private constructor(into: Import, operations: Map<string, OperationRecord>) {
    this.into = into;
    this.operations = operations;
  }

  static async of(into: Import, rows: readonly CheckedRow[]): Promise<KnownOperations> {
    const operations = new Map<string, OperationRecord>();
    const find = async ({ asks }: CheckedRow): Promise<void> => {
      if (asks === null) return;
      const found = await into.journal.findOperation(into.runId, asks.request.account, asks.subject);
      if (found !== null) operations.set(keyOf(found), found);
    };
    await Promise.all(rows.map(find));
    return new KnownOperations(into, operations);
  }

  get(operation: Pick<OperationRecord, 'account' | 'subject'>): OperationRecord | undefined {
    return this.operations.get(keyOf(operation));
  }

  async add(operation: OperationRecord): Promise<void> {
    this.operations.set(keyOf(operation), operation);
    await this.into.journal.addOperation(this.into.runId, operation);
  }

  async save(operation: OperationRecord): Promise<void> {
    this.operations.set(keyOf(operation), operation);
    await this.into.journal.saveOperation(this.into.runId, operation);
  }
}

const keyOf = ({ account, subject }: Pick<OperationRecord, 'account' | 'subject'>): string =>
  `${account}\n${subjectText(subject)}`;

/** What the rows of a sheet come to. */
interface Found {
  readonly intake: Intake;
  readonly addressRows: AddressRows;
  readonly known: KnownOperations;
}

async function addRow(
  { journal, runId }: Import,
  { row, record, asks, names }: CheckedRow,
  { intake, addressRows, known: operations }: Found,
): Promise<void> {
  if (asks === null) {
    addressRows.note(row.line, { request: null, names });
    await journal.addRow(runId, record);
    return;
  }
  const { request, subject } = asks;
  const known = operations.get({ account: request.account, subject });
  const operationId = known?.operationId ?? `op-${String(row.position).padStart(6, '0')}`;
  addressRows.note(row.line, { request, names }, operationId);
  if (!known) {
    const operation = newOperation({ operationId, position: row.position }, request, subject);
    await operations.add(operation);
    await journal.addRow(runId, { ...record, operationId });
    return;
  }
  await journal.addRow(runId, { ...record, operationId: known.operationId });
  if (known.outcome === null && sameRequest(known.request, request)) return;
  const mergedUnit = known.outcome === null ? differInDesignator(known.request, request) : null;
  if (mergedUnit !== null) {
    // The plan knows whether another designator is used with it as well.
    const isBare = known.request.address !== null && placeKey(known.request.address) === mergedUnit;
    await operations.save({ ...known, request: isBare ? request : known.request, mergedUnit });
    return;
  }
  const lines = (await journal.rowsOfOperation(runId, known.operationId)).map((each) => each.line);
  intake.bad += known.outcome === null ? lines.length : 1;
  await operations.save({ ...known, phase: 'ended', outcome: contradiction(asks, lines) });
}
