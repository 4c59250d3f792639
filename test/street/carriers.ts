import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Request } from '../../src/domain/request/request.ts';
import { definitions } from '../../src/providers/registry.ts';
import { mapHeader } from '../../src/sheet/columns/map-header.ts';
import { createRowChecker } from '../../src/sheet/rows/check-row.ts';

/** An address of a row, as its cells hold it. */
export interface Cells {
  readonly street: string;
  readonly unit: string;
  readonly city: string;
  readonly region: string;
  readonly postalCode: string;
}

/** The carriers under the names of the reports; Bandwidth as its two forms. */
export const CARRIERS = ['twilio', 'vonage', 'sinch', 'bandwidth endpoints', 'bandwidth orders'] as const;
export type Carrier = (typeof CARRIERS)[number];

const HEADER = ['phone_number', 'account', 'caller_name', 'street', 'unit', 'city', 'region', 'postal_code'];

/** Checks a row as `e911 validate` does; null when the carrier's checks or ours refuse it. */
export function createChecks(): (carrier: Carrier, cells: Cells) => Request | null {
  const accounts = new Map(
    definitions.map((definition) => [
      `${definition.provider}${definition.dialect === '' ? '' : ` ${definition.dialect}`}`,
      definition,
    ]),
  );
  const checker = createRowChecker({
    mapping: mapHeader(HEADER, 1).mapping,
    accounts,
    defaultAccount: undefined,
    defaultCountry: 'US',
  });
  return (carrier, { street, unit, city, region, postalCode }) => {
    if (!accounts.has(carrier)) throw new Error(`The registry has no ${carrier}.`);
    const cells = ['+14155550123', carrier, 'City Desk', street, unit, city, region, postalCode];
    return checker.check({ position: 1, line: 2, cells, problems: [] }).request;
  };
}

interface RealAddress {
  readonly address1: string;
  readonly address2: string;
  readonly city?: string;
  readonly state: string;
  readonly postalCode: string;
}

/** The addresses of the package rrad: real ones of the US, public domain. 20 of them name no city; they get one. */
export function realAddresses(): readonly Cells[] {
  const file: unknown = createRequire(import.meta.url)('rrad/addresses-us-all.json');
  const { addresses } = file as { readonly addresses: readonly RealAddress[] };
  return addresses.map(({ address1, address2, city, state, postalCode }) => ({
    street: address1,
    unit: address2,
    city: city ?? 'Springfield',
    region: state,
    postalCode,
  }));
}

/** A line as people type it, and what has to become of it (`messy-lines.txt`). */
export type MessyLine = { readonly line: string } & (
  | { readonly kind: 'pieces'; readonly bandwidth: string }
  | { readonly kind: 'doubtful'; readonly sinch: string }
  | { readonly kind: 'number in doubt' }
  | { readonly kind: 'no building' }
);

/** Reads `messy-lines.txt`. */
export function messyLines(): readonly MessyLine[] {
  const text = readFileSync(new URL('messy-lines.txt', import.meta.url), 'utf8');
  return text.split('\n').flatMap((row): MessyLine[] => {
    const at = row.lastIndexOf('|');
    if (at < 0 || row.startsWith('# ')) return [];
    const [line, expected] = [row.slice(0, at), row.slice(at + 1)];
    if (expected === 'none') return [{ line, kind: 'no building' }];
    if (expected === '??') return [{ line, kind: 'number in doubt' }];
    return expected.startsWith('?')
      ? [{ line, kind: 'doubtful', sinch: expected.slice(1) }]
      : [{ line, kind: 'pieces', bandwidth: expected }];
  });
}

/** The cells of a row with a messy line. */
export function cellsOf({ line }: MessyLine): Cells {
  return { street: line, unit: '', city: 'Denver', region: 'CO', postalCode: '80202' };
}
