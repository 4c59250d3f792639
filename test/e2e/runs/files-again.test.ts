import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newestRun, openPlace, type Place } from '../support/command.ts';

const HEADER = 'phone_number,caller_name,street,city,region,postal_code,country,crew\n';
/** A covered number that is replaced, one that is added, a street that twilio would correct, and a row with an error. */
const SHEET = `${HEADER}+14155550100,City Desk,200 N Spring St,Los Angeles,CA,90012,US,=1+1
+14155550104,City Desk,600 4th Ave,Seattle,WA,98104,US,"a ""b"" c"
+14155550105,City Desk,200 North Spring Street,Los Angeles,CA,90012,US,
+1415555010,City Desk,200 N Spring St,Los Angeles,CA,90012,US,
`;

describe('e911 runs RUN --out DIR', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace();
    await place.file('numbers.csv', SHEET);
  });
  afterEach(() => place.close());

  /** Every file of a folder but the log of calls, which stays where the calls were made. */
  const filesOf = async (folder: string): Promise<Record<string, string>> => {
    const names = (await readdir(folder)).filter((name) => name !== 'run.log').sort();
    const read = names.map(
      async (name) => [name, await readFile(path.join(folder, name), 'latin1')] as const,
    );
    return Object.fromEntries(await Promise.all(read));
  };

  it.each([
    ['plan', ['plan', 'numbers.csv', '--account', 'twilio', '--bom', '--max-errors', '50%'], 'plan.json'],
    [
      'apply',
      ['apply', 'numbers.csv', '--account', 'twilio', '--yes', '--force', '--max-errors', '50%'],
      'retry.csv',
    ],
    [
      'an apply that a guard stops',
      ['apply', 'numbers.csv', '--account', 'twilio', '--yes', '--strict'],
      'retry.csv',
    ],
    ['verify', ['verify', 'numbers.csv', '--account', 'twilio'], 'summary.json'],
  ])('writes the files of %s again, byte by byte', async (_name, args, one) => {
    await place.run(...args);
    const first = await newestRun(place);
    const again = await place.run('runs', path.basename(first), '--out', 'again', '--json');
    expect(again).toMatchObject({ code: 0, err: '' });
    const written = await filesOf(first);
    expect(await filesOf(path.join(place.dir, 'again'))).toEqual(written);
    expect(Object.keys(written)).toContain(one);
    const said = JSON.parse(again.out) as { files: { name: string }[] };
    expect(said.files.map(({ name }) => name).sort()).toEqual(Object.keys(written));
  });

  it('writes those of an undo, and the plan that it writes can be applied', async () => {
    const sheet = ['--account', 'twilio', '--force', '--max-errors', '50%'];
    await place.run('plan', 'numbers.csv', ...sheet, '--xlsx');
    const planned = path.basename(await newestRun(place));
    expect((await place.run('runs', planned, '--out', 'elsewhere')).out).toContain('  plan.json\n');
    // A workbook names the time at which it was made.
    expect(Object.keys(await filesOf(path.join(place.dir, 'elsewhere')))).toContain('results.xlsx');
    expect((await place.run('apply', 'elsewhere/plan.json', '--yes', '--force')).code).toBe(1);
    await place.run('undo', path.basename(await newestRun(place)), '--yes');
    const undone = await newestRun(place);
    await place.run('runs', path.basename(undone), '--out', 'undone');
    expect(await filesOf(path.join(place.dir, 'undone'))).toEqual(await filesOf(undone));
  });

  it('refuses a run that has not ended or kept no rows, a folder with a run, and other options', async () => {
    expect((await place.run('validate', 'numbers.csv', '--account', 'twilio')).code).toBe(3);
    const checked = path.basename(await newestRun(place));
    const refused = async (...args: string[]) => (await place.run('runs', ...args)).err;
    expect(await refused(checked, '--out', 'x')).toContain(
      `The journal does not hold what the files of run ${checked} (validate) are made of.`,
    );
    await place.run('plan', 'numbers.csv', '--account', 'twilio', '--max-errors', '50%');
    const planned = path.basename(await newestRun(place));
    expect(await refused(planned, '--out', path.join('e911-runs', planned))).toContain('holds');
    expect(await refused('--out', 'x')).toContain('it needs the ID of one');
    expect(await refused(planned, '--out', 'x', '--uncovered')).toContain('--uncovered cannot be used');
    expect(await refused('20261127-000000000-none', '--out', 'x')).toContain('The journal has no run');
  });
});
