import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { runOptionsSchema } from '../../src/run/context/run-options.ts';
import { fakeIo } from '../cli/fake-io.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const text = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const UNIT = 'deploy/e911-worker.service';
const ANALYZE = '/usr/bin/systemd-analyze';

/** The value of a setting of the unit. */
const setting = (name: string): string => new RegExp(`^${name}=(.*)$`, 'm').exec(text(UNIT))?.[1] ?? '';

/** What of a command line the program does not know; empty when it knows all of it. */
async function unknownIn(words: readonly string[]): Promise<string> {
  const fake = fakeIo(ROOT);
  await main([...words, '--help'], fake.io);
  const options = words.filter((word) => word.startsWith('--'));
  return options.filter((option) => !new RegExp(`${option}(?![a-z-])`).test(fake.out())).join();
}

it('ships a unit for systemd that starts a worker, and waits for it longer than the longest gap', async () => {
  const [program, ...words] = setting('ExecStart').split(' ');
  expect([program, words[0]]).toEqual(['/usr/bin/e911', 'worker']);
  expect(await unknownIn(words)).toBe('');
  const stopMs = Number(/^(\d+)min$/.exec(setting('TimeoutStopSec'))?.[1]) * 60_000;
  expect(stopMs).toBeGreaterThan(runOptionsSchema.shape.maxGapMs.parse(undefined));
  expect(setting('KillSignal')).toBe('SIGTERM');
});

it.skipIf(!existsSync(ANALYZE))('systemd finds nothing to say against the unit', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'e911-unit-'));
  const program = path.join(folder, 'e911');
  writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
  copyFileSync(path.join(ROOT, UNIT), path.join(folder, 'e911-worker.service'));
  const file = path.join(folder, 'e911-worker.service');
  // The program and its user are not installed here.
  const here = text(UNIT).replace('/usr/bin/e911', program).replace('User=e911', 'User=root');
  writeFileSync(file, here);
  // Throws with what it says when a setting is wrong; an unknown one is a warning.
  const verify = (unit: string): string =>
    execFileSync('sh', ['-c', `${ANALYZE} verify --man=no "${unit}" 2>&1`], { encoding: 'utf8' });
  expect(verify(file)).not.toContain('e911-worker');
  writeFileSync(file, here.replace('TimeoutStopSec=', 'TimeoutStopSecs='));
  expect(verify(file)).toContain('TimeoutStopSecs');
  rmSync(folder, { recursive: true });
});

it('ships a file for a container that runs a worker on a Node that the package takes', async () => {
  const file = text('deploy/Containerfile');
  const json = (instruction: string): string[] =>
    JSON.parse(new RegExp(`^${instruction} (\\[.*\\])$`, 'm').exec(file)?.[1] ?? '[]') as string[];
  expect(json('ENTRYPOINT')).toEqual(['e911']);
  expect(json('CMD')[0]).toBe('worker');
  expect(await unknownIn(json('CMD'))).toBe('');
  expect(file).toMatch(/^STOPSIGNAL SIGTERM$/m);
  const { engines, name } = JSON.parse(text('package.json')) as { engines: { node: string }; name: string };
  const [major] = /\d+/.exec(engines.node) ?? [];
  expect(file.match(/^FROM node:(\d+)/gm)).toEqual([`FROM node:${major}`, `FROM node:${major}`]);
  expect(file).toContain(`/tmp/${name}-*.tgz`);
});
