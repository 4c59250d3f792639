import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { csv, openPlace } from '../support/command.ts';

it('an export of one trunk has its numbers alone', async () => {
  const place = await openPlace({ scale: 0 });
  onTestFinished(() => place.close());
  const whole = await place.run('export', '--account', 'twilio', '--out', 'all.csv');
  expect(whole.code).toBe(0);
  const all = await csv(path.join(place.dir, 'all.csv'));
  const trunk = /trunk_sid=(TK\w{32})/.exec(all.map((row) => row['facts']).join(' '))?.[1] ?? '';
  const one = await place.run('export', '--account', 'twilio', '--trunk', trunk, '--out', 'one.csv');
  expect(one.code).toBe(0);
  const rows = await csv(path.join(place.dir, 'one.csv'));
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.length).toBeLessThan(all.length);
  expect(rows.every((row) => row['facts']?.includes(trunk))).toBe(true);
  const wrong = await place.run('export', '--account', 'twilio', '--trunk', 'PN1');
  expect(wrong.code).toBe(2);
  expect(wrong.err).toContain('TK and 32 hexadecimal digits');
  // No other carrier shows a trunk, so the filter would answer with nothing there.
  expect((await place.run('export', '--account', 'vonage', '--trunk', trunk)).code).toBe(2);
});
