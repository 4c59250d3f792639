// The main job from end to end against stand-ins of all four providers on 127.0.0.1: check the sample sheet, preview it,
// apply it.
// The sheet holds mistakes on purpose, so the exit codes below are the right ones; any other makes this script fail.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = path.join(root, 'dist', 'bin.js');
const sheet = path.relative(process.cwd(), path.join(root, 'samples', 'numbers.csv'));
const stamp = new Date().toISOString().replace(/[-:]/g, '').replace(/\..*/, '');
const state = path.join('e911-runs', `demo-${stamp}-${process.pid}`);

// The sheet removes, releases or disables 7 of the 21 covered numbers, more than the guard lets pass by default.
const REMOVALS = ['--max-remove', '40%'];
const STEPS = [
  { command: 'validate', what: 'Check every row, without calling anyone', expected: 3 },
  {
    command: 'plan',
    what: 'Show what would change, without changing anything',
    expected: 1,
    options: REMOVALS,
  },
  { command: 'apply', what: 'Carry it out', expected: 1, options: REMOVALS },
];

if (!existsSync(program)) {
  console.error('The program is not built yet. Type: npm run demo');
  process.exit(2);
}

let wrong = 0;
for (const { command, what, expected, options = [] } of STEPS) {
  const out = path.join(state, command);
  const args = [command, sheet, '--sandbox', '--yes', '--state', state, '--out', out, ...options];
  console.log(`\n== ${what} ==\n$ e911 ${args.join(' ')}`);
  const { status, signal } = spawnSync(process.execPath, [program, ...args], { stdio: 'inherit' });
  const isRight = status === expected;
  if (!isRight) wrong += 1;
  console.log(`-> exit ${status ?? signal}${isRight ? '' : `, but ${expected} was expected`}`);
}

const results = path.join(state, 'apply', 'results.csv');
console.log(`\nThe files are in ${state}: validate, plan and apply, each with its own folder.`);
if (existsSync(results)) {
  const records = recordsOf(readFileSync(results, 'utf8'));
  console.log('\nRows by account and result:');
  console.log(rowsByAccount(records).join('\n'));
  console.log(`\nThe first lines of ${results}:`);
  console.log(firstLines(records, 6).join('\n'));
} else {
  wrong += 1;
  console.error(`\n${results} is missing.`);
}
process.exit(wrong === 0 ? 0 : 1);

/** Records of a result file; every cell is quoted and the sample has no line breaks in cells. */
function recordsOf(text) {
  const [header = [], ...records] = text
    .trim()
    .split('\n')
    .map((line) => [...line.matchAll(/"((?:[^"]|"")*)"/g)].map((cell) => cell[1]));
  return records.map((record) => Object.fromEntries(header.map((name, at) => [name, record[at] ?? ''])));
}

/** `twilio: 162 applied, 12 failed`, one line for each account. */
function rowsByAccount(records) {
  const counts = new Map();
  for (const { resolved_account: resolved, account, result } of records) {
    const name = resolved || account || '(default account, with mistakes)';
    const own = counts.get(name) ?? new Map();
    counts.set(name, own.set(result, (own.get(result) ?? 0) + 1));
  }
  return [...counts].map(
    ([account, own]) => `${account}: ${[...own].map(([result, count]) => `${count} ${result}`).join(', ')}`,
  );
}

/** A few telling columns of the first records. */
function firstLines(records, count) {
  const shown = [
    'row',
    'resolved_account',
    'phone_number',
    'result',
    'emergency_status',
    'address_after',
    'detail',
  ];
  return [
    shown.join(' | '),
    ...records.slice(0, count).map((record) => shown.map((name) => record[name]).join(' | ')),
  ];
}
