import type { RowRecord } from '../../journal/records.ts';
import type { Capabilities } from '../../providers/contract.ts';
import { checkSourceRow, contradiction, type Intake } from '../intake/check-source-row.ts';
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

/** One pass over the rows, each with its answer. */
export interface OfflinePass {
  readonly rows: AsyncIterable<RowRecord>;
  /** Of the rows so far. */
  readonly intake: Intake;
  /** Subjects of several rows so far; of a pass that was not told what contradicts. */
  readonly repeats: Repeats;
}

/** Answers the rows of a sheet one by one, none of them kept. */
export function offlinePass(sheet: OfflineSheet, contradictions: Contradictions | null): OfflinePass {
  const intake: Intake = { taken: 0, bad: contradictions?.rows ?? 0, accounts: new Set() };
  const repeats = new Repeats();
  async function* rows(): AsyncGenerator<RowRecord> {
    for await (const row of sheet.source.rows()) {
      const { record, asks } = checkSourceRow(row, sheet.source, intake, sheet.capabilitiesOf);
      sheet.progress();
      if (asks === null) {
        yield record;
        continue;
      }
      if (contradictions === null) repeats.note(asks);
      const lines = contradictions?.linesOf(asks) ?? null;
      yield { ...record, outcome: lines === null ? VALID : contradiction(asks.subject, lines) };
    }
  }
  return { rows: rows(), intake, repeats };
}

/** Reads the sheet again for the requests about the subjects of several rows. */
export async function findContradictions(
  { source, capabilitiesOf }: OfflineSheet,
  repeats: Repeats,
): Promise<Contradictions> {
  const found = new Contradictions();
  const intake: Intake = { taken: 0, bad: 0, accounts: new Set() };
  for await (const row of source.rows()) {
    const { asks } = checkSourceRow(row, source, intake, capabilitiesOf);
    if (asks !== null && repeats.has(asks)) found.note(asks, row.line);
  }
  return found;
}
