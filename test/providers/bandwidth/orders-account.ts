import { buildXml, type XmlElement } from '../../../src/http/xml.ts';
import { bandwidthOrders } from '../../../src/providers/bandwidth/orders/index.ts';
import { type ScriptedAnswer, scriptedTransport } from '../scripted.ts';

export const NUMBER = '+14155550150';
export const TN = '4155550150';

/** An answer with this document. */
export function xml(root: string, content: XmlElement, status = 200): ScriptedAnswer {
  return { status, body: buildXml(root, content) };
}

export const NOT_THERE = xml(
  'E911OrderReportResponse',
  { ResponseStatus: { Description: 'The resource does not exist' } },
  404,
);
export const IN_SERVICE: ScriptedAnswer = { status: 200, body: '' };

/** An account that is given these answers, and the requests that it sends. */
export function scripted(...answers: readonly ScriptedAnswer[]) {
  const { transport, requests } = scriptedTransport(answers);
  const settings = { account_id: '9900', username: 'u', password: 'p', base_url: 'https://bw.example/api' };
  const account = bandwidthOrders.create(bandwidthOrders.settings.parse(settings), transport);
  const sent = () => requests.map(({ method, url }) => `${method} ${url.pathname}${url.search}`);
  return { account, requests, sent };
}

/** The fields of an order; `changes` replaces or adds some. */
export function order(changes: XmlElement = {}): XmlElement {
  return {
    OrderCreateDate: '2026-01-01T00:00:00.000Z',
    OrderId: 'o-1',
    Address: {
      HouseNumber: '1E5',
      StreetName: 'Main Campus',
      StreetSuffix: 'Dr',
      City: 'Cambridge',
      StateCode: 'MA',
      Zip: '02139',
      PlusFour: '0003',
    },
    CallerName: 'City Desk',
    ProcessingStatus: 'COMPLETE',
    TelephoneNumbers: { TelephoneNumber: TN },
    ErrorList: '',
    ...changes,
  };
}

/** An order without an address, as one that takes it off shows. */
export function removal(changes: XmlElement = {}): XmlElement {
  return order({ Address: undefined, CallerName: undefined, ...changes });
}

/** ErrorList with these codes. */
export function errors(
  ...list: readonly (readonly [code: string, words: string, tn?: string])[]
): XmlElement {
  return {
    Error: list.map(([Code, Description, TelephoneNumber]) => ({
      Code,
      Description,
      TelephoneNumbers: TelephoneNumber === undefined ? undefined : { TelephoneNumber },
    })),
  };
}

export function orderList(...orders: readonly XmlElement[]): ScriptedAnswer {
  return xml('E911Orders', { TotalCount: String(orders.length), E911Order: orders });
}

/** The answer to `/tns/{tn}/e911`: the street in one piece, no country. */
export function held(changes: XmlElement = {}): ScriptedAnswer {
  const Address = {
    Name: 'City Desk',
    City: 'CAMBRIDGE',
    HouseNumber: '1E5',
    StateCode: 'MA',
    StreetName: 'MAIN CAMPUS DR',
    Zip: '02139',
    PlusFour: '0003',
    ...changes,
  };
  return xml('TnE911AddressResponse', { Address, EmergencyNotificationGroup: { Identifier: 'x' } });
}
