import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { defaultNumbers, generateNumbers } from '../../src/sandbox/fictional-numbers.ts';

/** Their numbers take Canadian addresses alone. */
const CANADIAN = /^\+1(416|514|604|613|403|780|204|902)/;
/** Rows that share an address in a sheet for a carrier. */
const ROWS_PER_ADDRESS = 10;

/** American numbers that no stand-in has by itself. */
export function benchNumbers(count: number): string[] {
  const own = new Set(defaultNumbers());
  return generateNumbers(Math.ceil(count * 1.3) + own.size + 1000)
    .filter((number) => !own.has(number) && !CANADIAN.test(number))
    .slice(0, count);
}

/** The unit of a row's address: every ten rows in turn have one. */
export function unitOf(row: number): string {
  return `Ste ${100 + Math.floor(row / ROWS_PER_ADDRESS)}`;
}

/** A sheet that covers these numbers at one account, ten of them at one address. */
export async function writeNumbersSheet(
  file: string,
  numbers: readonly string[],
  account: string,
): Promise<void> {
  await writeLines(file, [
    'phone_number,account,caller_name,street,unit,city,region,postal_code,country',
    ...numbers.map(
      (number, row) =>
        `${number},${account},City Desk,645 Harrison St,${unitOf(row)},San Francisco,CA,94105,US`,
    ),
  ]);
}

/** A clean sheet of rows that name no account. */
export async function writeCleanSheet(file: string, rows: number): Promise<void> {
  function* lines(): Generator<string> {
    yield 'phone_number,caller_name,street,unit,city,region,postal_code,country';
    for (let index = 0; index < rows; index++) {
      const area = 201 + Math.floor(index / 800_000);
      const number = `+1${area}${200 + (Math.floor(index / 10_000) % 80)}${String(index % 10_000).padStart(4, '0')}`;
      yield `${number},Office ${index % 500},645 Harrison St,Ste ${index % 900},San Francisco,CA,94105,US`;
    }
  }
  await writeLines(file, lines());
}

async function writeLines(file: string, lines: Iterable<string>): Promise<void> {
  const out = createWriteStream(file);
  for (const line of lines) if (!out.write(`${line}\n`)) await once(out, 'drain');
  out.end();
  await once(out, 'close');
}
