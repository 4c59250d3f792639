import { describe, expect, it } from 'vitest';
import { endpointXml, locationXml, openBandwidth, textIn } from './account.ts';

/** Each operation of the seed, with the statuses it documents. */
describe('locations', () => {
  it('are created with an id of the asker’s own or a generated one, read, listed, updated and deleted', () => {
    const { ask, kinds } = openBandwidth();
    const own = ask('POST', '/locations', locationXml('CityHall1'));
    expect(own.status).toBe(201);
    expect(textIn(own.body, 'locationId')).toBe('CityHall1');
    expect(textIn(own.body, 'status')).toBe('VALID');
    expect(textIn(own.body, 'latitude')).toMatch(/^-?\d+\.\d+$/);
    const generated = ask('POST', '/locations', locationXml(''));
    const id = textIn(generated.body, 'locationId');
    expect(id).toMatch(/^loc\d+$/);
    expect(textIn(ask('GET', `/locations/${id}`).body, 'description')).toBe('City Hall');
    expect(textIn(ask('GET', '/locations').body, 'totalCount')).toBe('3');
    const moved = locationXml(
      '',
      '<houseNumber>200</houseNumber><prefixDirectional>N</prefixDirectional><streetName>Spring</streetName><streetSuffix>St</streetSuffix><city>Los Angeles</city><stateCode>CA</stateCode><zip>90012</zip><country>US</country>',
    );
    expect(ask('PUT', `/locations/${id}`, moved).status).toBe(200);
    expect(textIn(ask('GET', `/locations/${id}`).body, 'streetName')).toBe('Spring');
    expect(ask('DELETE', `/locations/${id}`).status).toBe(200);
    expect(ask('GET', `/locations/${id}`).status).toBe(404);
    expect(ask('DELETE', `/locations/${id}`).status).toBe(404);
    expect(ask('PUT', `/locations/${id}`, moved).status).toBe(404);
    expect(kinds()).toEqual(['create-address', 'create-address', 'update-address', 'delete-address']);
  });

  it('are refused with a code: taken id, bad id, unknown address, suggestion, unknown piece', () => {
    const { ask, kinds } = openBandwidth();
    const refused = (body: string) => {
      const answer = ask('POST', '/locations', body);
      return `${answer.status} ${textIn(answer.body, 'ErrorCode')}`;
    };
    expect(refused(locationXml('HQ1'))).toBe('400 8062');
    expect(refused(locationXml('no spaces'))).toBe('400 8023');
    expect(refused(locationXml('L'.repeat(129)))).toBe('400 8023');
    expect(ask('POST', '/locations', locationXml('HQ_1.floor-2')).status).toBe(201);
    const nowhere =
      '<houseNumber>9</houseNumber><streetName>Nowhere</streetName><streetSuffix>Ln</streetSuffix><city>San Francisco</city><stateCode>CA</stateCode><zip>94105</zip><country>US</country>';
    expect(refused(locationXml('X1', nowhere))).toBe('400 8006');
    expect(refused(locationXml('X1', `${nowhere}<houseName>x</houseName>`))).toBe('400 8056');
    expect(refused(locationXml('X1', '<streetName>Main</streetName>'))).toBe('400 8056');
    const near = nowhere.replace('>9<', '>645<').replace('Nowhere', 'Harrison').replace('>Ln<', '>Street<');
    expect(refused(locationXml('X1', near))).toBe('400 12112');
    expect(textIn(ask('POST', '/locations', locationXml('X1', near)).body, 'streetSuffix')).toBe('ST');
    expect(kinds()).toEqual(['create-address']);
  });

  it('are not deleted while an endpoint uses them', () => {
    const { ask } = openBandwidth();
    const answer = ask('DELETE', '/locations/HQ1');
    expect(answer.status).toBe(400);
    expect(textIn(answer.body, 'ErrorCode')).toBe('8051');
    for (const id of ['ep00000001', 'ep00000002', 'ep00000003', 'ep00000004']) ask('DELETE', `/${id}`);
    expect(ask('DELETE', '/locations/HQ1').status).toBe(200);
  });

  it('take any status that the switches ask for', () => {
    const { ask, standIn } = openBandwidth({ switches: { knownStatus: 'GEOCODED' } });
    expect(textIn(ask('POST', '/locations', locationXml('A1')).body, 'status')).toBe('GEOCODED');
    standIn.controls?.setSwitches({ knownStatus: 'VALID', unknownAddress: 'store-invalid' });
    const bad = locationXml('A2').replace('>94102<', '>10001<');
    const answer = ask('POST', '/locations', bad);
    expect(answer.status).toBe(201);
    expect(textIn(answer.body, 'status')).toBe('INVALID');
    expect(textIn(answer.body, 'latitude')).toBe('');
  });
});

describe('endpoints', () => {
  const fields = {
    alternateEndUserId: 'user42',
    callerName: 'Jane Roe',
    locationId: 'HQ1',
    telephoneNumber: '9195551212',
  };

  it('are created, read, listed, moved, switched and deleted', () => {
    const { ask, kinds } = openBandwidth();
    const made = ask('POST', '', endpointXml({ ...fields, activated: 'true' }));
    expect(made.status).toBe(201);
    const id = textIn(made.body, 'endpointId');
    expect(textIn(ask('GET', `/${id}`).body, 'telephoneNumber')).toBe('9195551212');
    expect(textIn(ask('GET', '').body, 'totalCount')).toBe('5');
    ask('POST', '/locations', locationXml('CityHall1'));
    const moved = { ...fields, locationId: 'CityHall1', activated: 'true' };
    expect(ask('PUT', `/${id}`, endpointXml(moved))).toMatchObject({ status: 200, body: '' });
    expect(textIn(ask('GET', `/${id}`).body, 'locationId')).toBe('CityHall1');
    ask('PUT', `/${id}`, endpointXml({ ...moved, activated: 'false' }));
    expect(textIn(ask('GET', `/${id}`).body, 'activated')).toBe('false');
    expect(ask('DELETE', `/${id}`).status).toBe(200);
    for (const method of ['GET', 'DELETE']) expect(ask(method, `/${id}`).status).toBe(404);
    expect(ask('PUT', `/${id}`, endpointXml(moved)).status).toBe(404);
    expect(kinds()).toEqual(['associate', 'create-address', 'associate', 'switch-emergency', 'disassociate']);
  });

  it('are refused with a code: number, location, name', () => {
    const { ask, kinds } = openBandwidth();
    const code = (changed: Record<string, string>) =>
      textIn(ask('POST', '', endpointXml({ ...fields, ...changed })).body, 'ErrorCode');
    expect(code({ telephoneNumber: '+19195551212' })).toBe('5070');
    expect(code({ locationId: 'Nobody' })).toBe('8040');
    expect(code({ callerName: '' })).toBe('8110');
    expect(code({ callerName: 'x'.repeat(51) })).toBe('8001');
    expect(code({ activated: 'yes' })).toBe('1010');
    expect(kinds()).toEqual([]);
  });
});

describe('end users', () => {
  const lone = { alternateEndUserId: 'desk7', callerName: 'Jane Roe', locationId: 'HQ1', activated: 'true' };
  const setUp = (switches: Record<string, unknown> = {}) => {
    const { ask, standIn } = openBandwidth();
    standIn.controls?.setSwitches(switches);
    return (changed: Record<string, string>) =>
      textIn(ask('POST', '', endpointXml({ ...lone, ...changed })).body, 'ErrorCode');
  };

  it('name an endpoint without a number, in letters and digits with a letter, up to 30', () => {
    const code = setUp();
    for (const alternateEndUserId of ['a', 'desk7', 'x'.repeat(30)]) {
      expect(code({ alternateEndUserId }), alternateEndUserId).toBe('');
    }
    expect(code({ alternateEndUserId: 'x'.repeat(31) })).toBe('8013');
    expect(code({ alternateEndUserId: 'desk-7' })).toBe('8045');
    expect(code({ alternateEndUserId: '1234' })).toBe('8015');
    expect(code({ alternateEndUserId: 'abc', telephoneNumber: '9195551212' })).toBe('8012');
    expect(code({ alternateEndUserId: 'abcd', telephoneNumber: '9195551212' })).toBe('');
  });

  it('have one endpoint each, and a number too where the account says so', () => {
    const numbered = { telephoneNumber: '9195551212' };
    const code = setUp();
    expect([code({}), code({}), code(numbered)]).toEqual(['', '8020', '8020']);
    const twice = { ...numbered, alternateEndUserId: 'tn9195551212' };
    expect([code(twice), code(twice)]).toEqual(['', '']);
    const strict = setUp({ endpointTwice: 'refuse' });
    expect([strict(twice), strict({ ...twice, alternateEndUserId: 'user42' })]).toEqual(['', '8020']);
  });

  it('are refused on an account without them', () => {
    const code = setUp({ endUsers: false });
    expect([code({}), code({ alternateEndUserId: '', telephoneNumber: '9195551212' })]).toEqual(['8022', '']);
  });
});

describe('notification recipients', () => {
  it('are listed without a count and created', () => {
    const { ask } = openBandwidth();
    expect(ask('GET', '/notificationRecipients').body).toContain('<NotificationRecipientListResponse></');
    const body =
      '<NotificationRecipient><emailAddress>desk@example.com</emailAddress><description>Desk &amp; co</description></NotificationRecipient>';
    const made = ask('POST', '/notificationRecipients', body);
    expect(made.status).toBe(201);
    expect(textIn(made.body, 'id')).not.toBe('');
    const list = ask('GET', '/notificationRecipients').body;
    expect(list).not.toContain('totalCount');
    expect(textIn(list, 'description')).toBe('Desk &amp; co');
    const none = ask('POST', '/notificationRecipients', '<NotificationRecipient></NotificationRecipient>');
    expect(none.status).toBe(400);
  });
});

describe('every path', () => {
  it('answers 401 without the credentials, 404 for what it does not have, 415 and 400 for what is no XML', () => {
    const { ask } = openBandwidth();
    for (const path of ['', '/locations', '/notificationRecipients', '/ep00000001', '/locations/HQ1']) {
      expect(ask('GET', path, '', { headers: { authorization: 'Basic eDp5' } }).status, path).toBe(401);
    }
    expect(ask('GET', '/ep00000001/more').status).toBe(404);
    expect(ask('PATCH', '/ep00000001').status).toBe(404);
    const json = { headers: { 'content-type': 'application/json' } };
    expect(ask('POST', '/locations', '{}', json).status).toBe(415);
    for (const body of [
      '',
      '{}',
      locationXml('A1').slice(0, -5),
      locationXml('A1').replace('<Location>', '<!DOCTYPE Location><Location>'),
      locationXml('A1').replaceAll('Location>', 'Place>'),
      locationXml('A1').replace('<description>', '<locationId>A2</locationId><description>'),
      locationXml('A1').replace('City Hall', 'R&D'),
    ]) {
      expect(ask('POST', '/locations', body).status, body).toBe(400);
    }
  });

  it('says by the wall clock when too many requests may come back', () => {
    const wallAtZeroMs = Date.parse('2026-11-21T12:00:00Z');
    const { ask } = openBandwidth({ switches: { maxConcurrent: 2 }, wallAtZeroMs });
    expect(ask('GET', '', '', { inFlight: 2 }).status).toBe(200);
    const answer = ask('GET', '', '', { inFlight: 3, nowMs: 90_500 });
    expect(answer).toMatchObject({ status: 429, body: '' });
    const reset = Number(answer.headers?.['x-ratelimit-reset']) * 1000;
    expect(new Date(reset).toISOString()).toBe('2026-11-21T12:01:32.000Z');
  });

  it('spells names and lists as the switches say', () => {
    const { ask } = openBandwidth({ switches: { names: 'PascalCase', lists: 'wrapped' } });
    const { body } = ask('GET', '');
    expect(body).toContain(
      '<EndpointListResponse><TotalCount>4</TotalCount><Endpoints><Endpoint><EndpointId>',
    );
  });
});
