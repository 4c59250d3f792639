import fc, { array, constantFrom, oneof, record, string } from 'fast-check';
import { expect, it } from 'vitest';
import { planningJournal } from '../../src/plan/context/planning-journal.ts';
import { journalWithRun } from '../journal/open-test-journal.ts';
import { addressRecord, numberState, phoneNumberOf, storedAddress } from '../journal/records.ts';

const KEYS = ['a', 'b'] as const;
const key = constantFrom(...KEYS);
const INDEX = { a: 1, b: 2 } as const;
const account = constantFrom('one', 'two');
const change = oneof(
  record({ kind: constantFrom('address' as const), account, key, said: string() }),
  record({ kind: constantFrom('stored' as const), account, key, said: constantFrom('AD1', 'AD2') }),
  record({ kind: constantFrom('number' as const), account, key, said: constantFrom('AD1', 'AD2', '') }),
  record({ kind: constantFrom('correction' as const), account, key, said: string() }),
  record({ kind: constantFrom('observation' as const), account, key, said: string() }),
);

it('answers as the journal does, however reads and writes follow each other', async () => {
  const journal = await journalWithRun();
  await fc.assert(
    fc.asyncProperty(array(change, { maxLength: 12 }), async (changes) => {
      const planning = planningJournal(journal);
      const read = async (from: typeof journal) => {
        const seen: unknown[] = [];
        for (const name of ['one', 'two']) {
          for (const id of ['AD1', 'AD2']) {
            seen.push(await from.storedAddressById('r1', name, id));
            seen.push(await from.numbersUsingAddress('r1', name, id));
          }
          seen.push(await from.isObserved(name, 'emergency-status-ignored'));
          for (const each of KEYS) {
            seen.push(await from.address('r1', name, each), await from.correction(name, each));
            seen.push(await from.storedAddressesByKey('r1', name, each));
            seen.push(await from.numberState('r1', name, phoneNumberOf(INDEX[each])));
          }
        }
        return seen;
      };
      for (const { kind, account: name, key: at, said } of changes) {
        expect(await read(planning)).toEqual(await read(journal));
        if (kind === 'address') {
          const { content } = addressRecord(at);
          const changed = { ...content, label: said };
          await planning.saveAddress('r1', addressRecord(at, { account: name, content: changed }));
        }
        if (kind === 'stored') await planning.saveStoredAddress('r1', name, at, storedAddress(said));
        if (kind === 'number') {
          await planning.saveNumberState('r1', name, numberState(INDEX[at], { addressId: said }));
        }
        if (kind === 'correction') await planning.saveCorrection(name, at, said);
        if (kind === 'observation') await planning.observe(name, 'emergency-status-ignored', '2026-01-01');
      }
      expect(await read(planning)).toEqual(await read(journal));
    }),
    { numRuns: 30 },
  );
});

it('reads what many rows ask alike once', async () => {
  const journal = await journalWithRun();
  let reads = 0;
  const planning = planningJournal({
    ...journal,
    correction: (...of) => {
      reads += 1;
      return journal.correction(...of);
    },
  });
  for (const each of ['a', 'b', 'a', 'b', 'a']) await planning.correction('one', each);
  expect(reads).toBe(2);
});
