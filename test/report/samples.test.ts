import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { ACTIONS } from '../../src/domain/request/request.ts';
import { shippedJudge } from '../../src/sandbox/places.ts';
import { STAND_INS } from '../../src/sandbox/registry.ts';
import { CANONICAL_COLUMNS, findColumn } from '../../src/sheet/columns/columns.ts';
import { mapHeader } from '../../src/sheet/columns/map-header.ts';

const file = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
const lines = (name: string): string[][] => parse(file(name));
const read = (name: string): Record<string, string>[] => parse(file(name), { columns: true });
const judge = shippedJudge();

const word = (row: Record<string, string>) =>
  judge({
    street: row['street'] ?? '',
    unit: row['unit'] ?? '',
    city: row['city'] ?? '',
    region: row['region'] ?? '',
    postalCode: row['postal_code'] ?? '',
    country: row['country'] ?? '',
  }).kind;

describe('templates', () => {
  const names = readdirSync(new URL('../../templates', import.meta.url));

  it.each(names)('%s has only known columns and one example row of the same width', (name) => {
    const [header = [], ...rows] = lines(`templates/${name}`);
    expect(header.filter((column) => findColumn(column) !== column)).toEqual([]);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toHaveLength(header.length);
    expect(ACTIONS).toContain(rows[0]?.[header.indexOf('action')]);
  });

  it.each(names)('%s uses an address that the sandbox takes', (name) => {
    const [example = {}] = read(`templates/${name}`);
    if ((example['street'] ?? '') !== '') expect(word(example)).toBe('exact');
  });

  it('show every column that a sheet may have', () => {
    // plus_four is another way to give postal_code, which all-columns.csv has.
    const expected = CANONICAL_COLUMNS.filter((column) => column !== 'plus_four');
    expect(lines('templates/all-columns.csv')[0]?.toSorted()).toEqual(expected.toSorted());
  });
});

describe('samples', () => {
  it('have a header that is understood, with one column that is the reader’s own', () => {
    for (const name of ['samples/numbers.csv', 'samples/numbers-clean.csv']) {
      expect(mapHeader(lines(name)[0] ?? [], 1).mapping.unknown).toEqual(['notes']);
    }
  });

  it('numbers-clean.csv holds only addresses that the sandbox takes', () => {
    const rows = read('samples/numbers-clean.csv').filter((row) => row['street'] !== '');
    expect(rows.length).toBeGreaterThan(100);
    expect(rows.filter((row) => word(row) !== 'exact')).toEqual([]);
  });

  it('numbers.csv has rows of every account of the sandbox', () => {
    const accounts = read('samples/numbers.csv').map((row) => row['account'] || 'twilio');
    for (const { account } of STAND_INS) {
      expect(accounts.filter((name) => name === account).length, account).toBeGreaterThan(10);
    }
  });

  it('numbers.csv holds all of the clean rows and, among them, suggestions and mistakes', () => {
    const mixed = read('samples/numbers.csv');
    const clean = read('samples/numbers-clean.csv');
    const references = new Set(mixed.map((row) => row['reference']));
    expect(references.size).toBe(mixed.length);
    expect(clean.every((row) => references.has(row['reference']))).toBe(true);
    expect(mixed.length).toBeGreaterThan(60);
    expect(mixed.filter((row) => word(row) === 'near').map((row) => row['street'])).toContain(
      '645 Harrison Street',
    );
  });
});
