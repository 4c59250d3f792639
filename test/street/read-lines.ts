import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { StreetParts } from '../../src/domain/address/address.ts';

/** A street line with the split that a person wrote down; `refused` when the line must not be split. */
interface ExpectedLine {
  readonly line: string;
  readonly country: string;
  readonly parts: StreetParts;
  readonly unit: string;
  readonly refused: boolean;
}

/** Reads a table of this folder. */
export function readLines(name: string): readonly ExpectedLine[] {
  const text = readFileSync(new URL(name, import.meta.url), 'utf8');
  const records: readonly (readonly string[])[] = parse(text, { from_line: 2 });
  return records.map((record) => {
    const [line = '', country = '', houseNumber = '', houseSuffix = '', preDirectional = ''] = record;
    const [streetName = '', streetSuffix = '', postDirectional = '', unit = '', refused = ''] =
      record.slice(5);
    const parts = { houseNumber, houseSuffix, preDirectional, streetName, streetSuffix, postDirectional };
    return { line, country, parts, unit, refused: refused === 'yes' };
  });
}
