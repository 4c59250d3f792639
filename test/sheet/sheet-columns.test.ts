import { stringify } from 'csv-stringify/sync';
import { describe, expect, it } from 'vitest';
import { RESULT_COLUMNS } from '../../src/sheet/columns/columns.ts';
import { useSheetFolder } from './sheet-folder.ts';

const { read } = useSheetFolder();

/** The carriers' names in their requests, answers and portals -> ours. */
const PORTAL_NAMES: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  [
    'Twilio',
    {
      PhoneNumber: 'phone_number',
      CustomerName: 'caller_name',
      Street: 'street',
      StreetSecondary: 'unit',
      City: 'city',
      Region: 'region',
      PostalCode: 'postal_code',
      IsoCountry: 'country',
      FriendlyName: 'address_label',
      EmergencyAddressSid: 'address_id',
    },
  ],
  [
    'Vonage',
    {
      number: 'phone_number',
      contact_name: 'caller_name',
      address_name: 'address_label',
      address_line1: 'street',
      address_line2: 'unit',
      city: 'city',
      region: 'region',
      postal_code: 'postal_code',
      country: 'country',
      address_location_type: 'address_kind',
      'address.id': 'address_id',
      app_id: 'app_id',
      moHttpUrl: 'inbound_sms_url',
      moSmppSysType: 'smpp_system_type',
      voiceCallbackType: 'voice_target_type',
      voiceCallbackValue: 'voice_target',
      voiceStatusCallback: 'voice_status_url',
      target_api_key: 'subaccount_key',
    },
  ],
  [
    'Sinch',
    {
      phoneNumber: 'phone_number',
      displayName: 'caller_name',
      streetNumber: 'house_number',
      streetInfo: 'street_name',
      location: 'unit',
      city: 'city',
      state: 'region',
      postalCode: 'postal_code',
      postalCodePlusFour: 'plus_four',
      'smsConfiguration.servicePlanId': 'sms_service_plan_id',
      'smsConfiguration.campaignId': 'sms_campaign_id',
      'voiceConfiguration.type': 'voice_type',
      'voiceConfiguration.appId': 'voice_app_id',
      callbackUrl: 'callback_url',
    },
  ],
  [
    'Bandwidth',
    {
      TelephoneNumber: 'phone_number',
      CallerName: 'caller_name',
      HouseNumber: 'house_number',
      HouseSuffix: 'house_suffix',
      PreDirectional: 'pre_directional',
      StreetName: 'street_name',
      StreetSuffix: 'street_suffix',
      PostDirectional: 'post_directional',
      AddressLine2: 'unit',
      City: 'city',
      StateCode: 'region',
      Zip: 'postal_code',
      PlusFour: 'plus_four',
      Country: 'country',
      CustomerOrderId: 'reference',
      LocationId: 'address_id',
      EmailAddress: 'recipient_email',
    },
  ],
];

describe('the columns of a sheet', () => {
  it('finds names of every origin', async () => {
    const { sheet } = await read(
      'Telephone Number,houseNumber,STREET-NAME,stateCode,Zip,plusFour\n1,2,3,4,5,6\n',
    );
    expect([...sheet.mapping.columns.keys()]).toEqual([
      'phone_number',
      'house_number',
      'street_name',
      'region',
      'postal_code',
      'plus_four',
    ]);
    expect(sheet.warnings).toEqual([]);
  });

  it('takes the displayName of a Sinch address for the caller name', async () => {
    const address = await read('phone_number,displayName,streetNumber,streetInfo\n1,2,3,4\n');
    expect(address.sheet.mapping.columns.get('caller_name')).toBe(1);
    const number = await read('phone_number,displayName\n1,2\n');
    expect(number.sheet.mapping.columns.get('display_name')).toBe(1);
  });

  it('names an unknown column once and keeps it', async () => {
    const { sheet, rows } = await read('phone,stret,__proto__,constructor\n1,2,3,4\n');
    expect(sheet.warnings).toHaveLength(3);
    expect(sheet.warnings[0]).toMatchObject({ severity: 'warning', code: 'SHEET_COLUMN_UNKNOWN' });
    expect(sheet.warnings[0]?.message).toContain('Did you mean "street"');
    expect(rows[0]?.cells).toEqual(['1', '2', '3', '4']);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('leaves out what an earlier run appended, and only that', async () => {
    const names = ['phone', 'detail', 'street', ...RESULT_COLUMNS];
    const cells = ['1', 'mine', 'a', ...RESULT_COLUMNS.map(() => 'x')];
    const { sheet, rows } = await read(stringify([names, cells]));
    expect(sheet.header).toEqual(['phone', 'detail', 'street']);
    expect(rows[0]?.cells).toEqual(['1', 'mine', 'a']);
    expect((await read('phone,detail\n1,mine\n')).sheet.header).toEqual(['phone', 'detail']);
  });

  it('drops empty columns at the end and reports ragged rows without losing a cell', async () => {
    const { sheet, rows } = await read('phone,street,,\n1,a,,\n2,b,c\n3\n4,d\n');
    expect(sheet.header).toEqual(['phone', 'street']);
    expect(rows.map((row) => row.cells)).toEqual([
      ['1', 'a'],
      ['2', 'b,c'],
      ['3', ''],
      ['4', 'd'],
    ]);
    expect(rows.map((row) => row.problems.map((problem) => problem.code))).toEqual([
      [],
      ['SHEET_ROW_RAGGED'],
      ['SHEET_ROW_RAGGED'],
      [],
    ]);
  });

  it('misses no cell of an unused column', async () => {
    const { rows } = await read('phone,street,note,remark\n1,a,b\n2,c\n3\n');
    expect(rows.map((row) => [row.cells, row.problems.length])).toEqual([
      [['1', 'a', 'b', ''], 0],
      [['2', 'c', '', ''], 0],
      [['3', '', '', ''], 1],
    ]);
  });

  it.each(PORTAL_NAMES)('knows the column names of %s', async (_, columns) => {
    const { sheet } = await read(
      `${Object.keys(columns).join(',')}\n${Object.keys(columns).fill('x').join(',')}\n`,
    );
    const found = [...sheet.mapping.columns].map(([column, index]) => [sheet.header[index], column]);
    expect(Object.fromEntries(found)).toEqual(columns);
    expect(sheet.warnings).toEqual([]);
  });
});
