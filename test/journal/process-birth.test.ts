import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { processBirth } from '../../src/journal/process-birth.ts';

it('is one for each process, and stays', () => {
  const own = processBirth(process.pid);
  expect(own).not.toBeNull();
  expect(processBirth(process.pid)).toBe(own);
  expect(processBirth(2_000_000_000)).toBeNull();
  if (existsSync('/proc/1/stat')) expect(processBirth(process.ppid)).not.toBe(own);
});

it.runIf(existsSync('/proc/1/stat'))('counts a zombie as ended', async () => {
  // The shell becomes a program that never asks how its child ended.
  const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 61'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void parent.kill());
  const [text] = await once(createInterface(parent.stdout), 'line');
  await expect.poll(() => readFileSync(`/proc/${parent.pid}/cmdline`, 'utf8')).toMatch(/^sleep.61/);
  expect(processBirth(Number(text))).not.toBeNull();
  process.kill(Number(text), 'SIGKILL');
  await expect.poll(() => readFileSync(`/proc/${text}/stat`, 'utf8')).toContain(') Z ');
  expect(processBirth(Number(text))).toBeNull();
});
