import type { Request } from '../../domain/request/request.ts';
import type { RowOutcome, RowRecord } from '../../journal/records.ts';
import type { Capabilities } from '../../providers/contract.ts';
import { AddressRows } from '../../sheet/rows/address-rows.ts';
import type { SheetRow } from '../../sheet/source/sheet-row.ts';
import { checkSourceRow, contradiction, type Intake, refusedAddressRow } from '../intake/check-source-row.ts';
import type { Source } from '../intake/source.ts';
import { checkedOutcome } from '../outcomes/checked-address.ts';
import { Contradictions, Repeats } from './contradictions.ts';

const VALID = checkedOutcome(null, 'validate');

/** The sheet of an offline check, and what its accounts can do. */
export interface OfflineSheet {
  readonly source: Source;
  readonly capabilitiesOf: (account: string) => Capabilities | undefined;
  /** Told of each row. */
  readonly progress: () => void;
}

/** What a first pass found that only the whole sheet tells. */
export interface WholeSheet {
  readonly contradictions: Contradictions;
  readonly addressRows: AddressRows;
}

/** One pass over the rows, each with its answer. */
export interface OfflinePass {
  readonly batches: AsyncIterable<readonly RowRecord[]>;
  /** Of the rows so far. */
  readonly intake: Intake;
  /** Subjects of several rows so far; of a pass that was not told what contradicts. */
  readonly repeats: Repeats;
  /** The address rows so far. */
  readonly addressRows: AddressRows;
}

/** Answers the rows of a sheet one by one, none of them kept. */
export function offlinePass(sheet: OfflineSheet, whole: WholeSheet | null): OfflinePass {
  const intake: Intake = { taken: 0, bad: whole?.contradictions.rows ?? 0, accounts: new Set() };
  const repeats = new Repeats();
  const addressRows = new AddressRows();
  async function* batches(): AsyncGenerator<readonly RowRecord[]> {
    for await (const rows of sheet.source.batches()) yield rows.map(answered);
  }
  function answered(row: SheetRow): RowRecord {
    const { record, asks, names } = checkSourceRow(row, sheet.source, intake, sheet.capabilitiesOf);
    sheet.progress();
    if (whole === null) addressRows.note(row.line, { request: asks?.request ?? null, names });
    if (asks === null) return record;
    if (whole === null) repeats.note(asks);
    const lines = whole?.contradictions.linesOf(asks) ?? null;
    const refused = lines === null && whole !== null ? refusedBy(whole, asks.request) : null;
    if (refused !== null) intake.bad++;
    const outcome = lines === null ? (refused ?? VALID) : contradiction(asks, lines);
    const { position, line, cells, request, problems, operationId } = record;
    return { position, line, cells, request, problems, operationId, outcome };
  }
  /** Why the row cannot have the address of another row; null when it uses none, or can. */
  function refusedBy({ addressRows: made }: WholeSheet, request: Request): RowOutcome | null {
    const capabilities = sheet.capabilitiesOf(request.account);
    const resolved = capabilities === undefined ? null : made.resolve(request, capabilities);
    return resolved !== null && 'problem' in resolved ? refusedAddressRow(resolved.problem) : null;
  }
  return { batches: batches(), intake, repeats, addressRows };
}

/** Reads the sheet again for the requests about the subjects of several rows. */
export async function findContradictions(
  { source, capabilitiesOf }: OfflineSheet,
  repeats: Repeats,
): Promise<Contradictions> {
  const found = new Contradictions();
  const intake: Intake = { taken: 0, bad: 0, accounts: new Set() };
  for await (const rows of source.batches()) {
    for (const row of rows) {
      const { asks } = checkSourceRow(row, source, intake, capabilitiesOf);
      if (asks !== null && repeats.has(asks)) found.note(asks, row.line);
    }
  }
  return found;
}
