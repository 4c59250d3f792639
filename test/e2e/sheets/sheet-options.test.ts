import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csv, newestResults, newestRun, openPlace, type Place } from '../support/command.ts';

const ADDRESS = '200 N Spring St,Los Angeles,CA,90012,US';
const HEADER = 'phone_number,caller_name,street,city,region,postal_code,country';

let place: Place;
beforeAll(async () => {
  place = await openPlace({ scale: 0 });
});
afterAll(() => place.close());

/** Writes a sheet and runs a command on it; what came of it, from the files. */
async function run(lines: readonly string[], ...args: readonly string[]) {
  const [command = '', ...options] = args;
  await place.file('sheet.csv', `${lines.join('\n')}\n`);
  const { code, out, err } = await place.run(command, 'sheet.csv', ...options);
  return { code, out, err };
}
const problems = async () => csv(path.join(await newestRun(place), 'errors.csv'));

describe('--map and its file', () => {
  const lines = [
    'Line,Site,Customer,Street,City,State,ZIP',
    '+14155550150,SFO-1,City Desk,200 N Spring St,Los Angeles,CA,90012',
    '+14155550151,SFO-2,N/A,200 N Spring St,Los Angeles,CA,90012',
  ];
  const map = ['--map', 'Line=phone_number', '--map', 'Site=reference', '--map', 'Customer=caller_name'];

  it('say what the columns are, and errors.csv and retry.csv show their cells', async () => {
    const { code, err } = await run(lines, 'apply', '--yes', ...map, '--save-mapping', 'columns.json');
    expect({ code, err }).toMatchObject({ code: 1 });
    expect(await newestResults(place)).toMatchObject([
      { result: 'applied', e164: '+14155550150' },
      { result: 'failed', error_code: 'ROW_PLACEHOLDER', error_column: 'caller_name' },
    ]);
    expect(await problems()).toContainEqual(
      expect.objectContaining({ row: '3', phone_number: '+14155550151', reference: 'SFO-2', value: 'N/A' }),
    );
    expect(JSON.parse(await readFile(path.join(place.dir, 'columns.json'), 'utf8'))).toEqual({
      columns: { Line: 'phone_number', Site: 'reference', Customer: 'caller_name' },
    });
  });

  it('are read back, and a later --map wins', async () => {
    const again = await run(lines, 'plan', '--mapping', 'columns.json', '--where', 'reference=SFO-1');
    expect({ code: again.code, err: again.err }).toMatchObject({ code: 0 });
    expect(await newestResults(place)).toMatchObject([{ result: 'unchanged' }, { result: 'skipped' }]);
    await run(lines, 'plan', '--mapping', 'columns.json', '--map', 'Customer=', '--set', 'caller_name=Acme');
    expect((await newestResults(place)).map((row) => row['error_code'])).not.toContain('ROW_PLACEHOLDER');
  });

  it('count for the sheet of a compliance export, and for verify', async () => {
    const name = await place.file('mapped.csv', `${lines.slice(0, 2).join('\n')}\n`);
    expect(await place.run('verify', name, ...map)).toMatchObject({ code: 0 });
    const args = ['export', '--compliance', '--account', 'twilio', '--against', name, '--out', 'set'];
    await place.run(...args, ...map);
    const found = await csv(path.join(place.dir, 'set', 'differences.csv'));
    expect(found.filter((row) => row['phone_number'] === '+14155550150')).toEqual([]);
    const alone = await place.run('export', '--map', 'Line=phone_number');
    expect(alone).toMatchObject({ code: 2, err: expect.stringContaining('--map needs --against') });
  });

  it.each([
    [['--map', 'Lne=phone_number'], 'Did you mean "Line"?'],
    [['--map', 'Line=phon_number'], 'Did you mean "phone_number"?'],
    [['--mapping', 'sheet.csv'], 'sheet.csv'],
    [['--mapping', 'missing.json'], 'missing.json'],
    [['--set', 'nothing=x'], '"nothing"'],
    [['--set', 'city=Reno', '--set', 'Town=Elko'], 'city two values: "Reno" and "Elko"'],
    [['--set!', 'city=Reno', '--set!', 'city=Elko'], '--set! gives city two values'],
    [['--map', 'Street=city', '--map', 'Street=street'], 'Street two values'],
  ])('are refused when they name what is not there: %j', async (options, said) => {
    const { code, err } = await run(lines, 'validate', ...map, ...options);
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining(said) });
  });
});

it('a typed --map outweighs the mapping for a column, too', async () => {
  const lines = [
    'Line,Customer,Team,Street,City,State,ZIP',
    '+14155550150,,City Desk,200 N Spring St,Los Angeles,CA,90012',
  ];
  await place.file(
    'team.json',
    JSON.stringify({ columns: { Line: 'phone_number', Customer: 'caller_name' } }),
  );
  const { code, err } = await run(lines, 'validate', '--mapping', 'team.json', '--map', 'Team=caller_name');
  expect({ code, err }).toMatchObject({ code: 0 });
});

it('a choice of rows that leaves out all is said', async () => {
  const lines = [HEADER, `+14155550150,City Desk,${ADDRESS}`];
  for (const choice of [
    ['--where', 'city=los angeles'],
    ['--rows', '7-9'],
  ]) {
    for (const command of ['validate', 'plan']) {
      const { code, err } = await run(lines, command, ...choice);
      expect({ code, err }).toMatchObject({
        code: 0,
        err: expect.stringContaining('No row of the sheet is chosen by --'),
      });
    }
  }
});

it('checks of one address for several names and numbers do not contradict each other', async () => {
  const row = (number: string, name: string, label: string) => `${number},${name},${ADDRESS},${label}`;
  const lines = [
    `${HEADER},display_name`,
    row('+14155550150', 'City Desk', 'One'),
    row('+14155550151', 'Other Desk', 'Two'),
  ];
  for (const account of ['sinch', 'vonage']) {
    const { code, err } = await run(lines, 'validate', '--account', account, '--set', 'action=validate');
    expect({ code, err }).toMatchObject({ code: 0 });
  }
});

it('the rows that a plan could not carry out are read again as the plan read them', async () => {
  const lines = [
    'Line,Street,City,State,ZIP',
    '+14155550162,1437 Bannock St,Denver,CO,80202',
    '+14155559999,1437 Bannock St,Denver,CO,80202',
  ];
  const reading = [
    '--map',
    'Line=phone_number',
    '--set!',
    'account=twilio',
    '--set',
    'caller_name=City Desk',
  ];
  await run(lines, 'plan', ...reading);
  const plan = path.join(await newestRun(place), 'plan.json');
  const { out } = await place.run('apply', plan, '--yes');
  const again = `retry.csv --map Line=phone_number --set 'caller_name=City Desk' '--set!' account=twilio`;
  expect(out).toContain(again);
});

describe('--set and --set!', () => {
  const lines = [
    'phone_number,account,street,city,region,postal_code,caller_name',
    '+14155550152,,200 N Spring St,Los Angeles,CA,90012,',
    '+14155550153,vonage,200 N Spring St,Los Angeles,CA,90012,Own Name',
  ];

  it('fill the empty cells, in columns that the sheet lacks as well', async () => {
    await run(
      lines,
      'plan',
      '--set',
      'account=twilio',
      '--set',
      'caller_name=Acme',
      '--set',
      'action=remove',
    );
    expect(await newestResults(place)).toMatchObject([
      { resolved_account: 'twilio' },
      { provider: 'vonage' },
    ]);
    await run(lines, 'plan', '--set', 'account=twilio', '--set', 'caller_name=Acme', '--set', 'country=US');
    expect((await newestResults(place)).map((row) => row['result'])[0]).toBe('would_apply');
  });

  it('with the exclamation mark, fill every cell', async () => {
    const { code, err } = await run(
      lines,
      'apply',
      '--yes',
      '--set!',
      'account=twilio',
      '--set!',
      'caller_name=Acme',
    );
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(await newestResults(place)).toMatchObject([
      { result: 'applied', resolved_account: 'twilio', caller_name: '' },
      { result: 'applied', resolved_account: 'twilio', caller_name: 'Own Name' },
    ]);
    // The name in the cell is another one than the carrier has now.
    await run(lines, 'plan', '--set!', 'account=twilio', '--rows', '3');
    expect((await newestResults(place))[1]).toMatchObject({ result: 'would_apply' });
  });
});

it('of several --where, each has to fit', async () => {
  const lines = [
    `${HEADER},Region Office`,
    `+14155550154,City Desk,${ADDRESS},West`,
    `+14155550155,City Desk,${ADDRESS},East`,
    `+14155550156,Other Desk,${ADDRESS},West`,
  ];
  await run(lines, 'plan', '--where', 'Region Office=West', '--where', 'caller_name=City Desk');
  expect((await newestResults(place)).map((row) => row['result'])).toEqual([
    'would_apply',
    'skipped',
    'skipped',
  ]);
  const wrong = await run(lines, 'plan', '--where', 'Regional Office=West');
  expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('Regional Office') });
});

it('an id beside another address is refused, or wins with --prefer-id', async () => {
  await run([HEADER, `+14155550157,City Desk,${ADDRESS}`], 'apply', '--yes');
  const id = (await newestResults(place))[0]?.['provider_address_id'] ?? '';
  const lines = [
    `${HEADER},Emergency Address SID,Address SID`,
    `+14155550158,City Desk,1437 Bannock St,Denver,CO,80202,US,${id},AD00000000000000000000000000000000`,
  ];
  const refused = await run(lines, 'plan');
  expect({ code: refused.code, err: refused.err }).toMatchObject({ code: 1 });
  expect(refused.err).toContain('Address SID');
  expect(await newestResults(place)).toMatchObject([{ result: 'failed', error_code: 'ROW_CELL_UNUSED' }]);
  const preferred = await run(lines, 'apply', '--yes', '--prefer-id');
  expect({ code: preferred.code, err: preferred.err }).toMatchObject({ code: 0 });
  expect(await newestResults(place)).toMatchObject([
    { result: 'applied', address_after: expect.stringMatching(/spring/i) },
  ]);
});

describe('one cell with a whole address', () => {
  const lines = [
    'phone_number,caller_name,Full Address',
    '+14155550159,City Desk,"200 N Spring St, Los Angeles, CA 90012"',
    '+14155550160,City Desk,"645 Harrison St, STE 200, San Francisco, CA 94105"',
  ];

  it('waits for review with its split, and is sent with --accept formatting', async () => {
    const { code } = await run(lines, 'apply', '--yes');
    expect(code).toBe(1);
    expect(await newestResults(place)).toMatchObject([
      { result: 'needs_review', suggested_street: '200 N Spring St', suggested_city: 'Los Angeles' },
      { result: 'needs_review', suggested_street: '645 Harrison St', suggested_unit: 'STE 200' },
    ]);
    const accepted = await run(lines, 'apply', '--yes', '--accept', 'formatting');
    expect({ code: accepted.code, err: accepted.err }).toMatchObject({ code: 0 });
    expect(await newestResults(place)).toMatchObject([{ result: 'applied' }, { result: 'applied' }]);
  });
});
