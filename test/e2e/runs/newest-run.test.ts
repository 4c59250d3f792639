import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { newestRun, openPlace, type Place } from '../support/command.ts';

let place: Place;

beforeEach(async () => {
  place = await openPlace();
});

afterEach(async () => place.close());

const HEADER = 'phone_number,action,account,caller_name,street,unit,city,region,postal_code,country';
const ROW = '+14155550104,assign,twilio,Harbor Dental,645 Harrison St,Ste 200,San Francisco,CA,94105,US';

it('undo and verify without an id mean the newest run that changed something, and say which', async () => {
  await place.file('numbers.csv', `${HEADER}\n${ROW}\n`);
  expect((await place.run('apply', 'numbers.csv', '--yes')).code).toBe(0);
  const applied = path.basename(await newestRun(place));
  // Neither changes anything, so neither is meant.
  expect((await place.run('plan', 'numbers.csv')).code).toBe(0);
  expect((await place.run('export', '--account', 'twilio')).code).toBe(0);

  const verified = await place.run('verify');
  expect(verified.code).toBe(0);
  expect(verified.err).toContain(`Using run ${applied}: apply of numbers.csv`);

  const undone = await place.run('undo', '--yes');
  expect(undone.code, undone.err).toBe(0);
  expect(undone.err).toContain(`Using run ${applied}: apply of numbers.csv`);

  const listed = JSON.parse((await place.run('runs', '--json')).out) as { runs: { command: string }[] };
  expect(listed.runs.map(({ command }) => command)).toEqual(['undo', 'verify', 'export', 'plan', 'apply']);
});

it('says so when no run changed anything', async () => {
  const ended = await place.run('undo', '--yes');
  expect(ended.code).toBe(2);
  expect(ended.err).toContain('RUN_NONE');
});

it('an export is in the journal of its state folder: no later command misses its runs', async () => {
  expect((await place.run('export', '--account', 'twilio')).code).toBe(0);
  await place.file('numbers.csv', `${HEADER}\n${ROW}\n`);
  const planned = await place.run('plan', 'numbers.csv');
  expect(planned.err).not.toContain('JOURNAL');
});

it('an export is neither verified nor undone nor resumed', async () => {
  expect((await place.run('export', '--account', 'twilio')).code).toBe(0);
  const id = path.basename(await newestRun(place));
  for (const command of ['undo', 'verify']) {
    const ended = await place.run(command, id, '--yes');
    expect(ended.code, command).toBe(2);
  }
  expect((await place.run('undo', id, '--yes')).err).toContain(
    `Run ${id} was an export, which changes nothing.`,
  );
  expect((await place.run('resume')).out).not.toContain(id);
});

it('an export that is refused has ended', async () => {
  const config = await readFile(path.join(place.dir, 'e911.config.yaml'), 'utf8');
  await place.file('e911.config.yaml', config.replaceAll('env:TWILIO_AUTH_TOKEN', 'env:NOT_SET'));
  expect((await place.run('export', '--account', 'twilio')).code).toBe(2);
  const listed = await place.run('runs');
  expect(listed.out).toContain('export');
  expect(listed.out).not.toContain('not finished');
});
