import type { Place } from './command.ts';

/** A row by its columns. */
export type Cells = Readonly<Record<string, string>>;

/** Where sites move to. */
export const TO = {
  street: '200 N Spring St',
  city: 'Los Angeles',
  region: 'CA',
  postal_code: '90012',
  country: 'US',
};

/** Writes `sites.csv` with every column that a row fills. */
export function writeSites(place: Place, rows: readonly Cells[]): Promise<unknown> {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = rows.map((row) => columns.map((column) => `"${row[column] ?? ''}"`).join(','));
  return place.file('sites.csv', [columns.join(','), ...lines].join('\n'));
}
