import { startsWithHouseNumber } from '../../src/domain/street/street-shape.ts';
import { isRefused, type Refused, splitLine } from '../../src/domain/street/street-split.ts';
import { CARRIERS, cellsOf, createChecks, messyLines, realAddresses } from './carriers.ts';
import { readLines } from './read-lines.ts';

/*
 * How many street lines are split right, refused and split wrongly, with examples of each kind of refusal, and the share of the
 * messy lines and of rrad that each carrier refuses. Ends with 1 when one line was split wrongly.
 */
const FILES = ['addresses.csv', 'library-lines.csv'];
const EXAMPLES = 10;

const share = (count: number, whole: number): string => `${count} (${((100 * count) / whole).toFixed(1)}%)`;
const print = (text: string): boolean => process.stdout.write(`${text}\n`);
/** The reason without the words of the line: `"…" may be a directional or a name`. */
const kindOf = ({ refused }: Refused): string => refused.replace(/"[^"]*"/g, '"…"');

const kinds = new Map<string, string[]>();
const wrong: string[] = [];
let lines = 0;
for (const file of FILES) {
  const counts = { right: 0, refusedRightly: 0, refusedForSafety: 0, wrong: 0 };
  const all = readLines(file);
  for (const { line, country, parts, unit, refused } of all) {
    const split = splitLine(line, country);
    if (isRefused(split)) {
      counts[refused ? 'refusedRightly' : 'refusedForSafety'] += 1;
      const kind = kindOf(split);
      kinds.set(kind, [...(kinds.get(kind) ?? []), `${line} (${country})`]);
    } else if (!refused && JSON.stringify(split) === JSON.stringify({ parts, unit })) counts.right += 1;
    else {
      counts.wrong += 1;
      wrong.push(`${line} (${country}): ${JSON.stringify(split)}`);
    }
  }
  lines += all.length;
  const refusals = counts.refusedRightly + counts.refusedForSafety;
  print(
    `${file}: ${all.length} lines, split right ${share(counts.right, all.length)}, refused ${share(refusals, all.length)} ` +
      `(${counts.refusedRightly} that no one could split, ${counts.refusedForSafety} that a person could), wrong ${counts.wrong}`,
  );
}
print(`\n${lines} lines in all. Refusals by kind, up to ${EXAMPLES} examples each:`);
for (const [kind, examples] of [...kinds].sort((a, b) => b[1].length - a[1].length)) {
  print(`\n${examples.length} × ${kind}`);
  for (const example of examples.slice(0, EXAMPLES)) print(`    ${example}`);
}

const check = createChecks();
const messy = messyLines().filter(({ kind }) => kind !== 'no building');
for (const [name, rows] of [
  ['messy-lines.txt', messy.map(cellsOf)],
  ['rrad, lines with a house number', realAddresses().filter(({ street }) => startsWithHouseNumber(street))],
] as const) {
  print(`\n${name}: ${rows.length} lines. Refused by`);
  for (const carrier of CARRIERS) {
    const refused = rows.filter((cells) => check(carrier, cells) === null);
    print(`    ${carrier}: ${share(refused.length, rows.length)}`);
  }
}
for (const line of wrong) print(`WRONG ${line}`);
process.exitCode = wrong.length === 0 ? 0 : 1;
