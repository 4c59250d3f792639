import { describe, expect, it } from 'vitest';
import { readXml, type XmlElement } from '../../../src/http/xml.ts';
import { contentOf, failureOf } from '../../contract/world.ts';
import { call, type ScriptedAnswer } from '../scripted.ts';
import { held, NOT_THERE, NUMBER, order, orderList, removal, scripted, TN, xml } from './orders-account.ts';

const address = {
  parts: null,
  street: '1E5 Main Campus Dr',
  unit: 'Fl 2',
  city: 'Cambridge',
  region: 'MA',
  postalCode: '02139-0003',
  country: 'US',
} as const;
const content = { ...contentOf(address, 'e911-run-7'), callerName: 'City Desk' };
const associate = {
  kind: 'associate',
  phoneNumber: NUMBER,
  handle: NUMBER,
  addressId: '',
  ...content,
} as const;
const disassociate = {
  kind: 'disassociate',
  phoneNumber: NUMBER,
  handle: NUMBER,
  tag: 'e911-run-8',
} as const;
const taken = (orderId: string) =>
  xml('E911OrderResponse', { E911Order: { orderId, ProcessingStatus: 'RECEIVED' } }, 201);
const refused = (code: string, words: string, status = 400) =>
  xml('E911OrderResponse', { ResponseStatus: { ErrorCode: code, Description: words } }, status);
const sentBody = ({ requests }: ReturnType<typeof scripted>) =>
  readXml(requests[0]?.body ?? '', { lists: [] }).content;

describe('an order', () => {
  it.each([
    ['80 North East Street', '80', 'North East Street'],
    ['3901 West End Ave #902', '3901', 'West End Ave'],
    ['2425 West Loop South', '2425', 'West Loop South'],
    ['12 1/2 South End Road', '12', 'South End Road'],
  ])('sends a written-out directional with the name, whatever it is: %s', async (street, number, name) => {
    const world = scripted(taken('o-1'));
    const row = { ...associate, address: { ...address, street, unit: '' } };
    expect(await world.account.execute(row, call())).toMatchObject({ id: 'o-1' });
    expect(sentBody(world)).toMatchObject({
      Address: { HouseNumber: number, PreDirectional: '', StreetName: name, StreetSuffix: '' },
    });
  });

  it.each(['4922 W South Cornell Ave', '214 North Ave E', '15 Rear Main St'])(
    'is not sent for a line that can be sent in two ways: %s',
    async (street) => {
      const world = scripted();
      const row = { ...associate, address: { ...address, street, unit: '' } };
      expect(await failureOf(world.account.execute(row, call()))).toMatchObject({ kind: 'refused' });
      expect(world.sent()).toEqual([]);
    },
  );

  it('is of one number, with our tag, and pieces as they were written', async () => {
    const world = scripted(taken('o-1'));
    expect(await world.account.execute(associate, call())).toMatchObject({ id: 'o-1', following: 'o-1' });
    expect(world.sent()).toEqual(['POST /api/accounts/9900/e911s']);
    expect(sentBody(world)).toEqual({
      CustomerOrderId: 'e911-run-7',
      TelephoneNumbers: { TelephoneNumber: TN },
      CallerName: 'City Desk',
      Address: {
        HouseNumber: '1E5',
        HouseSuffix: '',
        PreDirectional: '',
        StreetName: 'Main Campus',
        StreetSuffix: 'Dr',
        PostDirectional: '',
        AddressLine2: 'Fl 2',
        City: 'Cambridge',
        StateCode: 'MA',
        Zip: '02139',
        PlusFour: '0003',
        Country: 'United States',
      },
    });
  });

  it.each([
    ['200 North Spring Street', 'North Spring Street'],
    ['200 Spring Street Southwest', 'Spring Street Southwest'],
  ])('has a directional that is written out (%s) in the name: no word is changed', async (street, name) => {
    const world = scripted(taken('o-1'));
    await world.account.execute({ ...associate, address: { ...address, street } }, call());
    expect(sentBody(world)['Address']).toMatchObject({
      HouseNumber: '200',
      PreDirectional: '',
      StreetName: name,
      StreetSuffix: '',
      PostDirectional: '',
    });
  });

  it('takes an address off without naming one', async () => {
    const world = scripted(taken('o-2'));
    await world.account.execute(disassociate, call());
    expect(sentBody(world)).toEqual({
      CustomerOrderId: 'e911-run-8',
      TelephoneNumbers: { TelephoneNumber: TN },
      DeleteTNSpecificE911Address: 'true',
    });
  });

  it('that is refused as a duplicate is the one that it duplicates', async () => {
    const words = "This order is a duplicate of another E911 request(orderId='o-9'), and will be canceled.";
    const { account } = scripted(refused('8033', words));
    expect(await account.execute(associate, call())).toMatchObject({ id: 'o-9', following: 'o-9' });
  });

  it.each([
    ['8004', 'Run the row again when it is done'],
    ['8063', 'Check region and country'],
    ['5070', 'Check phone_number'],
  ])('that is refused with %s says what to do', async (code, hint) => {
    const error = await failureOf(scripted(refused(code, 'No.')).account.execute(associate, call()));
    expect(error).toMatchObject({ kind: 'refused', providerCode: code, providerMessage: 'No.' });
    expect(error.hint).toContain(hint);
  });

  it.each([
    [
      'an answer without an id',
      xml('E911OrderResponse', { E911Order: { ProcessingStatus: 'RECEIVED' } }, 201),
    ],
    ['200', xml('E911OrderResponse', { E911Order: { orderId: 'o-1' } })],
    ['half a document', { status: 201, body: '<E911OrderResponse><E911Order><orderId>o-1' }],
    ['a page of something in between', { status: 502, body: '<html>Bad gateway</html>' }],
  ])('has an unknown outcome after %s', async (_name, answer) => {
    expect((await failureOf(scripted(answer).account.execute(associate, call()))).kind).toBe('unknown');
  });
});

describe('a look for an order whose answer was lost', () => {
  const found = (marked: XmlElement, ...listed: readonly XmlElement[]) =>
    scripted(orderList(...listed), xml('E911Order', marked), held(), held());

  it('finds the one with its tag, which the list leaves out', async () => {
    const world = found(order({ CustomerOrderId: 'e911-run-7', ProcessingStatus: 'FAILED' }), order());
    expect(await world.account.checkEffect(associate, call())).toMatchObject({
      found: 'done',
      result: { following: 'o-1' },
    });
    expect(world.sent()[0]).toBe(
      `GET /api/accounts/9900/e911s?tn=${TN}&customerOrderId=e911-run-7&orderDetails=true`,
    );
  });

  it('takes neither another tag, nor another number, nor an order of the other kind', async () => {
    const strange = [
      order({ CustomerOrderId: 'e911-run-70' }),
      order({ CustomerOrderId: 'e911-run-7', TelephoneNumbers: { TelephoneNumber: '2125550100' } }),
      removal({ CustomerOrderId: 'e911-run-7' }),
    ];
    for (const marked of strange) {
      const { account } = scripted(orderList(order()), xml('E911Order', marked), NOT_THERE, NOT_THERE);
      expect(await account.checkEffect(associate, call())).toEqual({ found: 'absent' });
    }
  });

  it('asks the orders of the number when the list by tag does not show it, and takes no other of them', async () => {
    const own = order({ CustomerOrderId: 'e911-run-7', OrderId: 'o-2' });
    const listed = orderList(order(), order({ OrderId: 'o-2' }));
    const world = scripted(NOT_THERE, listed, xml('E911Order', order()), xml('E911Order', own));
    expect(await world.account.checkEffect(associate, call())).toMatchObject({
      found: 'done',
      result: { following: 'o-2' },
    });
    expect(world.sent()[1]).toBe(`GET /api/accounts/9900/e911s?tn=${TN}&orderDetails=true`);
  });

  it('goes by what the number shows when there is no order', async () => {
    expect(
      await scripted(NOT_THERE, NOT_THERE, held({ AddressLine2: 'FL 2' })).account.checkEffect(
        associate,
        call(),
      ),
    ).toMatchObject({
      found: 'done',
    });
    const other = held({ AddressLine2: 'FL 2', Name: 'Somebody Else' });
    expect(await scripted(NOT_THERE, NOT_THERE, other).account.checkEffect(associate, call())).toEqual({
      found: 'absent',
    });
    expect(await scripted(NOT_THERE, NOT_THERE, held()).account.checkEffect(disassociate, call())).toEqual({
      found: 'absent',
    });
    expect(
      await scripted(NOT_THERE, NOT_THERE, NOT_THERE).account.checkEffect(disassociate, call()),
    ).toMatchObject({
      found: 'done',
    });
  });
});

describe('the check without writing', () => {
  const check = (answer: ScriptedAnswer) =>
    scripted(answer).account.checkAddress?.(content, NUMBER, call()) ?? Promise.reject(new Error('no check'));
  const GeocodedAddress = {
    HouseNumber: '1',
    StreetName: 'MAIN CAMPUS',
    StreetSuffix: 'DR',
    City: 'CAMBRIDGE',
    StateCode: 'MA',
    Zip: '02139',
    PlusFour: '0003',
    Country: 'US',
  };

  it('is exact for 200, near for 409, none for 400 with 12110', async () => {
    expect(await check(xml('GeocodeRequestResponse', { GeocodedAddress }))).toEqual({ kind: 'exact' });
    const near = xml('GeocodeRequestResponse', { ErrorMessage: 'Adjusted', GeocodedAddress }, 409);
    expect(await check(near)).toMatchObject({
      kind: 'near',
      message: 'Adjusted',
      suggested: { street: '1 MAIN CAMPUS DR', postalCode: '02139-0003' },
    });
    const status = { ResponseStatus: { ErrorCode: '12110', Description: 'Not geocoded' } };
    expect(await check(xml('GeocodeRequestResponse', status, 400))).toMatchObject({ kind: 'none' });
  });

  it('decides nothing on an answer that does not say', async () => {
    expect((await failureOf(check({ status: 409, body: '' }))).kind).toBe('unknown');
    expect((await failureOf(check(xml('GeocodeRequestResponse', {}, 409)))).kind).toBe('unknown');
    expect((await failureOf(check({ status: 200, body: '<html/>' }))).kind).toBe('unknown');
    const down = { ResponseStatus: { ErrorCode: '12109', Description: 'Down' } };
    const error = await failureOf(check(xml('GeocodeRequestResponse', down, 503)));
    expect(error).toMatchObject({ kind: 'unknown', providerCode: '12109' });
    expect(error.hint).toContain('The address check is down');
  });
});
