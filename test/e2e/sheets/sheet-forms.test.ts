import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeWorkbook, textRow, textSheet, worksheetXml } from '../../sheet/workbook/zip-maker.ts';
import { newestResults, openPlace, type Place } from '../support/command.ts';

const PLACE = '200 N Spring St,Los Angeles,CA,90012';
const LINE = '200 N Spring St, Los Angeles, CA 90012, US';

let place: Place;
beforeAll(async () => {
  place = await openPlace({ scale: 0 });
});
afterAll(() => place.close());

/** Plans a sheet of these lines; how it ended and what the files say of each row. */
async function plan(...lines: readonly string[]) {
  await place.file('sheet.csv', `${lines.join('\n')}\n`);
  const { code, err } = await place.run('plan', 'sheet.csv');
  const rows = code === 2 ? [] : await newestResults(place);
  return { code, err, rows, addresses: rows.map((row) => row['address_after']) };
}

describe('headers as people write them', () => {
  it.each<readonly [name: string, header: string, cells: string, address: string]>([
    [
      'form remarks',
      'Phone Number*,Caller ID,E911 Address,City:,State/Region,ZIP Code (5 digits),CountryOrRegion',
      `+14155550150,City Desk,${PLACE},US`,
      LINE,
    ],
    [
      'other words',
      'Phone Number (E.164),Subscriber,Service Address,locality,administrative_area,Postal/ZIP,extended_address',
      `+14155550150,City Desk,645 Harrison St,San Francisco,CA,94105,STE 200`,
      '645 Harrison St, STE 200, San Francisco, CA 94105, US',
    ],
    [
      'area code apart',
      'NPA,Number,ELIN,Name,Address,City,State,Zip',
      `415,555-0150,,City Desk,${PLACE}`,
      LINE,
    ],
    [
      'house number apart',
      'Number,Name,House Number,Street,City,State,Zip',
      '+14155550150,City Desk,200,N Spring St,Los Angeles,CA,90012',
      LINE,
    ],
    [
      'grid prefix',
      'Number,Name,HousePrefix,HouseNumber,Street Name,Street Type,City,State,Zip',
      '+14155550150,City Desk,W,1234,Oak,St,Madison,WI,53703',
      'W1234 Oak St, Madison, WI 53703, US',
    ],
    [
      'designators in headers',
      'Number,Name,Address,City,State,Zip,Floor,Room,Building,Suite',
      '+14155550150,City Desk,645 Harrison St,San Francisco,CA,94105,3,12,2,200',
      '645 Harrison St, BLDG 2 FL 3 STE 200 RM 12, San Francisco, CA 94105, US',
    ],
    [
      'a type and a number',
      'Number,Name,Address,City,State,Zip,Address Type,Address Type Number',
      '+14155550150,City Desk,645 Harrison St,San Francisco,CA,94105,Suite,200',
      '645 Harrison St, STE 200, San Francisco, CA 94105, US',
    ],
  ])('are read: %s', async (_name, header, cells, address) => {
    const { code, err, addresses } = await plan(header, cells);
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(addresses).toEqual([address]);
  });

  it('that mean several things are named when they are not used', async () => {
    const header = 'sid,Number,Name,Company,Location,Community Name,Status,Site,Address,City,State,Zip';
    const { code, err, rows } = await plan(
      header,
      `PN1,+14155550150,Bob,Acme,Chicago Office,North,ok,SFO,${PLACE}`,
    );
    expect(code).toBe(0);
    expect(rows).toMatchObject([{ result: 'would_apply', address_after: LINE }]);
    for (const name of ['sid', 'Name', 'Location', 'Community Name', 'Status', 'Site']) {
      expect(err).toMatch(new RegExp(`olumns? .*"${name}"`));
    }
    expect(err).not.toContain('Did you mean');
  });

  it('with a typing error are named with what was meant', async () => {
    const { code, err } = await plan('Phne Number,Adress,Cty,State,Zip', `+14155550150,${PLACE}`);
    expect(code).toBe(3);
    for (const meant of ['phone_number', 'street', 'city']) expect(err).toContain(`Did you mean "${meant}"?`);
  });
});

describe('cells as people type them', () => {
  const header = 'Number,Name,Address,Unit,City,State,Zip';
  const rest = 'Los Angeles,CA,90012';

  it('that stand for nothing are errors that name them', async () => {
    const { code, rows } = await plan(
      header,
      `+14155550150,N/A,200 N Spring St,,${rest}`,
      `+14155550151,City Desk,Unknown,,${rest}`,
      `+14155550152,City Desk,200 N Spring St,n.a.,${rest}`,
      `+14155550153,City Desk,200 N Spring St,Apt TBD,${rest}`,
      `+14155550154,?,200 N Spring St,,${rest}`,
      `+14155550155,City Desk,200 N Spring St,,${rest}`,
    );
    expect(code).toBe(1);
    expect(rows.map((row) => [row['error_code'], row['error_column']].join(' ').trim())).toEqual([
      'ROW_PLACEHOLDER caller_name',
      'ROW_PLACEHOLDER street',
      'ROW_PLACEHOLDER unit',
      'ROW_PLACEHOLDER unit',
      'ROW_PLACEHOLDER caller_name',
      '',
    ]);
  });

  it('that are constants in the form of formulas are their text, other formulas are refused', async () => {
    const { rows } = await plan(
      header,
      `"=""+14155550150""","=""City Desk""",200 N Spring St,,Los Angeles,CA,"=""90012"""`,
      `"=CONCATENATE(""+1"",""4155550151"")",City Desk,200 N Spring St,,${rest}`,
      `+14155550152,City Desk,200 N Spring St,,Los Angeles,CA,=90011+1`,
    );
    expect(rows).toMatchObject([
      { result: 'would_apply', e164: '+14155550150', address_after: LINE },
      { error_code: 'ROW_FORMULA' },
      { error_code: 'ROW_FORMULA' },
    ]);
  });

  it('with quotation marks of their own are read as spreadsheets do, and an open one names its row', async () => {
    const many = Array.from(
      { length: 60 },
      (_, at) => `+141555501${String(at + 10)},A,200 N Spring St,,${rest}`,
    );
    const { code, err, rows } = await plan(
      header,
      ...many.slice(0, 50),
      `+14155550190,Joe 6" Subs,200 N Spring St,,${rest}`,
      `+14155550191,"B" Shop,200 N Spring St,,${rest}`,
    );
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(rows.slice(-2)).toMatchObject([{ result: 'would_apply' }, { result: 'would_apply' }]);
    const open = await plan(
      header,
      ...many.slice(0, 20),
      `+14155550191,"Joe,200 N Spring St,,${rest}`,
      ...many,
    );
    expect(open).toMatchObject({ code: 2, err: expect.stringContaining('row 22 ') });
  });
});

describe('workbooks as people filter them', () => {
  const HEADER = ['Number', 'Name', 'Address', 'City', 'State', 'Zip'];
  const row = (line: number, phone: string, hidden = ''): string =>
    textRow(line, [phone, 'City Desk', ...PLACE.split(',')]).replace('<row ', `<row ${hidden}`);

  /** Plans a workbook. */
  async function book(sheets: Readonly<Record<string, string>>, ...options: readonly string[]) {
    await place.file('book.xlsx', makeWorkbook({ sheets }));
    const { code, err } = await place.run('plan', 'book.xlsx', ...options);
    return { code, err, rows: code === 2 ? [] : await newestResults(place) };
  }

  it('are refused by name where rows or columns are hidden, and read whole with --include-hidden', async () => {
    const rows = [textRow(1, HEADER), row(2, '+14155550150'), row(3, '+14155550151', 'hidden="1" ')];
    const numbers = worksheetXml(rows.join(''));
    expect(await book({ Numbers: numbers })).toMatchObject({
      code: 2,
      err: expect.stringMatching(/row 3\..*\n?.*--include-hidden/s),
    });
    expect((await book({ Numbers: numbers }, '--include-hidden')).rows).toHaveLength(2);
    const cols = '<cols><col min="2" max="2" width="9" hidden="1"/></cols><sheetData>';
    const columns = worksheetXml([textRow(1, HEADER), row(2, '+14155550150')].join('')).replace(
      '<sheetData>',
      cols,
    );
    expect(await book({ Numbers: columns })).toMatchObject({
      code: 2,
      err: expect.stringContaining('"Name"'),
    });
  });

  it('are refused where a second worksheet has numbers, until one is named', async () => {
    const numbers = textSheet([HEADER, ['+14155550150', 'City Desk', ...PLACE.split(',')]]);
    const sheets = { East: numbers, West: numbers, Notes: textSheet([['nothing']]) };
    const refused = await book(sheets);
    expect(refused).toMatchObject({ code: 2, err: expect.stringMatching(/East.*West/s) });
    expect(refused.err).toContain('--worksheet');
    expect(await book(sheets, '--worksheet', 'West')).toMatchObject({ code: 0 });
  });

  it('have their header below a line of group headings', async () => {
    const groups = textRow(1, ['Phone', '', 'Address', '', '', '']);
    const numbers = worksheetXml([groups, textRow(2, HEADER), row(3, '+14155550150')].join(''));
    const { code, err, rows } = await book({ Numbers: numbers });
    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining('row 2') });
    expect(rows).toMatchObject([{ row: '3', address_after: LINE }]);
  });
});
