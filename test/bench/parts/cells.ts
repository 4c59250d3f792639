import { definitions } from '../../../src/providers/registry.ts';
import { CANONICAL_COLUMNS } from '../../../src/sheet/columns/columns.ts';
import { createRowChecker } from '../../../src/sheet/rows/check-row.ts';

const CHARACTERS = [...'\t\n !"#\'(+,-./019:=@AEZ_aex|~\u0000\u00A0\u200B\u202Eé１字\uFFFD\u0301ﷺ'];
const ROUNDS = 3;

/** How a long cell's time grows: of every column filled with each of many characters, 100,000 against 50,000 of them. */
interface CellGrowth {
  /** Time of all together; 2 is linear, 4 would be the square. */
  readonly ratio: number;
  /** The longest of all single cells of 100,000 characters, milliseconds of processor time. */
  readonly slowestMs: number;
}

/** Checks rows with one long cell for every provider in turn, and compares the processor time. */
export function measureLongCells(): CellGrowth {
  let half = 0;
  let whole = 0;
  let slowestMs = 0;
  for (const { provider, capabilities, refuse } of definitions) {
    const checker = createRowChecker({
      mapping: { columns: new Map(CANONICAL_COLUMNS.map((column, index) => [column, index])), unknown: [] },
      accounts: new Map([['main', { provider, capabilities, refuse }]]),
      defaultAccount: 'main',
      defaultCountry: 'US',
    });
    for (const column of CANONICAL_COLUMNS) {
      for (const character of CHARACTERS) {
        const check = (length: number): number => {
          const cells = CANONICAL_COLUMNS.map((each) => (each === column ? character.repeat(length) : ''));
          const times = Array.from({ length: ROUNDS }, () =>
            processorMs(() => checker.check({ position: 1, line: 2, cells, problems: [] })),
          );
          // The least of several: the others had the collector of garbage in them.
          return Math.min(...times);
        };
        half += check(50_000);
        const ms = check(100_000);
        whole += ms;
        slowestMs = Math.max(slowestMs, ms);
      }
    }
  }
  return { ratio: whole / half, slowestMs };
}

function processorMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
