import { describe, expect, it } from 'vitest';
import { folderPlace } from '../../src/journal/state-place.ts';
import { commandFromFolder } from '../../src/report/html/page-command.ts';

describe('a command in a report', () => {
  it.each([
    ['apply', ['/w/e911-runs/r1/retry.csv'], 'e911 apply retry.csv --state ..'],
    ['plan', ['/w/numbers.csv'], 'e911 plan ../../numbers.csv --state ..'],
    ['resume', ['r1'], 'e911 resume r1 --state ..'],
    ['plan', ["/w/o'b c.csv"], "e911 plan '../../o'\\''b c.csv' --state .."],
    ['plan', ['/w/n.csv', '--state', '/w/s'], 'e911 plan ../../n.csv --state ../../s'],
  ])('%s %j has no absolute path and its state folder: %s', (command, args, shown) => {
    expect(
      commandFromFolder({ command, args, advice: '' }, '/w/e911-runs/r1', folderPlace('/w/e911-runs')),
    ).toBe(shown);
  });
});
