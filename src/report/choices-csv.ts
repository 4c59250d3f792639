import { type Address, addressLine } from '../domain/address/address.ts';
import { keyCells } from '../domain/request/subject-key.ts';
import type { RowRecord } from '../journal/records.ts';
import type { RowFile } from './row-file.ts';
import { outcomeOf } from './row-outcome.ts';

export const CHOICES_CSV = 'choices.csv';

/** The columns of an address that is offered. */
export const OFFERED_COLUMNS = ['street', 'unit', 'city', 'region', 'postal_code', 'country'] as const;

/** The columns of choices.csv; `take` is the one to fill. */
const CHOICE_COLUMNS = [
  'take',
  'row',
  'candidate',
  ...OFFERED_COLUMNS,
  'requested',
  'account',
  'phone_number',
  'endpoint_user_id',
  'reference',
  'run_id',
] as const;

/** choices.csv: one line for each row and each of the addresses that its provider offers instead; left out when there is none. */
export function choicesFile(runId: string): RowFile {
  return {
    name: CHOICES_CSV,
    header: CHOICE_COLUMNS,
    isLeftOutEmpty: true,
    recordsOf: (row) =>
      (outcomeOf(row).candidates ?? []).map((address, at) => {
        const cells = { ...rowCells(row, runId), ...offeredCells(address), candidate: String(at + 1) };
        return CHOICE_COLUMNS.map((column) => cells[column]);
      }),
  };
}

/** An address that is offered, in the columns of the file. */
export function offeredCells(address: Address): Readonly<Record<(typeof OFFERED_COLUMNS)[number], string>> {
  const { street, unit, city, region, postalCode, country } = address;
  return { street, unit, city, region, postal_code: postalCode, country };
}

function rowCells({ line, request }: RowRecord, runId: string) {
  const asked = request?.asked ?? request?.address ?? null;
  return {
    take: '',
    row: String(line),
    requested: asked === null ? '' : addressLine(asked),
    account: request?.account ?? '',
    ...keyCells(request?.phoneNumber ?? ''),
    reference: request?.reference ?? '',
    run_id: runId,
  };
}
