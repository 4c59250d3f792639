import { isRefused, type Refused, splitLine } from '../../src/domain/street/street-split.ts';
import { readLines } from './read-lines.ts';

/*
 * How many street lines are split right, refused and split wrongly, and examples of each kind of refusal. Ends with 1 when
 * one line was split wrongly.
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
for (const line of wrong) print(`WRONG ${line}`);
process.exitCode = wrong.length === 0 ? 0 : 1;
