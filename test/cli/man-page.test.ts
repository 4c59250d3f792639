import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/command-table.ts';
import { main } from '../../src/cli/main.ts';
import { MAN_WORD, manPage } from '../../src/cli/man-page.ts';
import { fakeIo } from './fake-io.ts';

it('has the help of every command, and is readable in 80 columns', async () => {
  const fake = fakeIo('/');
  expect(await main([MAN_WORD], fake.io)).toBe(0);
  const page = fake.out();
  for (const { usage } of COMMANDS) expect(page).toContain(`.SS "e911 ${usage.split(/ [<[]/)[0]}"`);
  for (const option of ['dry\\-run', 'max\\-gap', 'no\\-color', 'check\\-by\\-create', 'uncovered']) {
    expect(page, option).toContain(`\\-\\-${option} `);
  }
  const sections = [...page.matchAll(/^\.SH (.*)$/gm)].map(([, name]) => name);
  expect(sections).toEqual(['NAME', 'SYNOPSIS', 'DESCRIPTION', 'COMMANDS']);
  expect(Math.max(...page.split('\n').map((line) => line.replaceAll('\\', '').length))).toBeLessThanOrEqual(
    90,
  );
});

it('takes no text for a request', async () => {
  const page = await manPage('1.0-x', ['plan'], async () => `.so /etc/passwd\n'quoted\nC:\\dir --opt`);
  expect(page).toContain(`\n\\&.so /etc/passwd\n\\&'quoted\nC:\\edir \\-\\-opt\n`);
  expect(page.split('\n')[0]).toBe('.TH E911 1 "" "e911-bulk 1.0\\-x" "User Commands"');
});

const hasGroff = spawnSync('groff', ['--version']).status === 0;

it.skipIf(!hasGroff)(
  hasGroff ? 'is set without a warning' : 'LEFT OUT, no groff: is set without a warning',
  async () => {
    const fake = fakeIo('/');
    await main([MAN_WORD], fake.io);
    const { stdout, stderr, status } = spawnSync('groff', ['-man', '-Tascii', '-ww'], { input: fake.out() });
    expect({ status, warnings: String(stderr) }).toEqual({ status: 0, warnings: '' });
    expect(String(stdout)).toContain('--max-replace');
  },
);
