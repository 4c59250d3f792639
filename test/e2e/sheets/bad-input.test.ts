import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { newestResults, openPlace, type Place } from '../support/command.ts';
import { sampleOf } from '../support/sample-of.ts';

const HEADER = 'phone_number,caller_name,street,city,region,postal_code,country';
const GOOD = '+14155550104,City Desk,200 N Spring St,Los Angeles,CA,90012,US';

describe('bad input gets a clear error and sends nothing', () => {
  let place: Place;
  beforeAll(async () => {
    place = await openPlace();
    await place.file('good.csv', `${HEADER}\n${GOOD}\n`);
  });
  afterAll(async () => {
    expect(place.effects()).toEqual([]);
    await place.close();
  });

  it.each([
    ['a missing file', undefined, /missing\.csv/],
    ['an empty file', '', /empty/i],
    ['a header without rows', `${HEADER}\n`, /row/i],
    ['no header', `${GOOD}\n${GOOD}\n`, /header|column/i],
    ['two columns for one thing', `${HEADER},Street\n${GOOD},200 N Spring St\n`, /street/i],
    ['a binary file', Buffer.from([0, 1, 2, 3, 255, 0, 0, 9]), /neither a text nor a workbook/],
  ])('%s: exit 2', async (_what, content, message) => {
    const name = content === undefined ? 'missing.csv' : await place.file('sheet.csv', content);
    const { code, out, err } = await place.run('apply', name, '--yes');
    expect({ code, err }).toMatchObject({ code: 2 });
    expect(err).toMatch(message);
    expect(err).not.toMatch(/\n {4}at /);
    expect(out).toBe('');
    const json = await place.run('apply', name, '--yes', '--json');
    expect(JSON.parse(json.out)).toMatchObject({
      exit_code: 2,
      error: { code: expect.stringMatching(/^[A-Z_0-9]+$/) },
    });
  });

  it.each([
    ['an unknown action', 'action', 'asign', /assign/],
    ['an unknown account', 'account', 'nobody', /nobody/],
    ['a cell of 10 MB', 'reference', 'x'.repeat(10_000_000), /./],
    ['a number that is none', 'phone_number', '12', /./],
    ['an address without a house number', 'street', 'Spring St', /house number/],
    ['a PO box', 'street', 'PO Box 12', /./],
  ])('%s: the row fails, exit 3', async (_what, column, value, message) => {
    const header = HEADER.split(',').includes(column) ? HEADER : `${HEADER},${column}`;
    const cells = header
      .split(',')
      .map((name, index) => (name === column ? value : (GOOD.split(',')[index] ?? '')));
    await place.file('sheet.csv', `${header}\n${cells.join(',')}\n`);
    const { code, err } = await place.run('apply', 'sheet.csv', '--yes');
    expect({ code, err: err.slice(0, 500) }).toMatchObject({ code: 3 });
    const [row] = await newestResults(place);
    expect(row).toMatchObject({ result: 'failed' });
    expect(`${row?.['error_message']} ${row?.['hint']}`).toMatch(message);
  });

  it.skipIf(process.platform !== 'linux').each(['/proc/none', '/dev/null/none'])(
    'a state folder that cannot be made (%s): exit 2',
    async (folder) => {
      const started = place.start('plan', 'good.csv', '--state', folder);
      onTestFinished(() => {
        started.child.kill('SIGKILL');
      });
      expect(await started.ended).toMatchObject({ code: 2, err: expect.stringContaining('--state') });
    },
  );

  it('ragged rows: named, not guessed', async () => {
    await place.file('sheet.csv', `${HEADER}\n${GOOD},surplus,cells\n+14155550105,City\n`);
    const { code } = await place.run('validate', 'sheet.csv');
    expect(code).toBe(3);
    expect((await newestResults(place)).map((row) => row['result'])).toContain('failed');
  });

  it('a number that is not in the account: the row fails', async () => {
    await place.file('sheet.csv', `${HEADER}\n${GOOD.replace('+14155550104', '+14155559999')}\n`);
    const { code } = await place.run('plan', 'sheet.csv');
    expect(code).toBe(1);
    expect((await newestResults(place))[0]?.['error_message']).toMatch(/not in this account/);
  });

  it.each([
    ['a literal secret', 'auth_token: 0123456789abcdef0123456789abcdef', /env:/],
    [
      'a base_url without https',
      'auth_token: env:TWILIO_AUTH_TOKEN\n    base_url: http://example.com',
      /https/,
    ],
    ['a missing variable', 'auth_token: env:NOBODY_SET_THIS', /NOBODY_SET_THIS/],
    ['an unknown setting', 'auth_token: env:TWILIO_AUTH_TOKEN\n    colour: red', /colour/],
  ])('%s in the config: exit 2', async (_what, settings, message) => {
    const text = `accounts:\n  hq:\n    provider: twilio\n    account_sid: env:TWILIO_ACCOUNT_SID\n    ${settings}\n`;
    await place.file('bad.yaml', text);
    const { code, err, out } = await place.run('plan', 'good.csv', '--config', 'bad.yaml');
    expect({ code, err }).toMatchObject({ code: 2 });
    expect(err).toMatch(message);
    expect(err + out).not.toContain('0123456789abcdef');
  });

  it.each(
    sampleOf(
      [
        [['plan']],
        [['plan', 'good.csv', 'other.csv']],
        [['plan', 'good.csv', '--limit', '0']],
        [['plan', 'good.csv', '--limit', '1', '--limit', '2']],
        [['plan', 'good.csv', '--wait', '10']],
        [['plan', 'good.csv', '--max-remove', '101%']],
        [['plan', 'good.csv', '--rows', '9-2']],
        [['plan', 'good.csv', '--where', 'no-such-column=1']],
        [['plan', 'good.csv', '--accept', 'some']],
        [['plan', 'good.csv', '--account', 'nobody']],
        [['plan', 'good.csv', '--config']],
        [['plan', 'good.csv', '--limt', '1']],
        [['plan', 'good.csv', '--config', 'missing.yaml']],
        [['validate', 'good.csv', '--encoding', 'no-such-encoding']],
        [['resume', 'no-such-run']],
        [['aply', 'good.csv']],
      ],
      [2, 6, 7, 9, 11, 13, 15],
    ),
  )('%j: exit 2 and the next thing to type', async (args) => {
    const { code, out, err } = await place.run(...args);
    expect({ code, err }).toMatchObject({ code: 2 });
    expect(out).toBe('');
    expect(err).toMatch(/^error: [\s\S]+ \[[A-Z_]+\]\n {7}\S/);
  });
});
