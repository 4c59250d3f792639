import { expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { testFolder } from '../journal/folder.ts';
import { fakeIo } from './fake-io.ts';

it('ends a command that waits for nothing with 70 and a sentence, the second time that the process is idle', async () => {
  const never = new Promise<never>(() => undefined);
  const dir = testFolder();
  const stdin = Object.assign(fakeIo(dir).io.stdin, {
    [Symbol.asyncIterator]: () => ({ next: () => never }),
  });
  const fake = fakeIo(dir, { stdin });
  const ended = main(['validate', '-', '--state', dir], fake.io);
  while (!fake.isListening()) await new Promise((resolve) => setTimeout(resolve, 5));
  fake.idle();
  fake.idle();
  expect(await ended).toBe(70);
  expect(fake.err()).toMatch(/Internal error: nothing is left to wait for.*\[STALLED\]/);
});
