import type { Address } from '../../../domain/address/address.ts';
import { readRegion } from '../../../domain/address/region.ts';
import { joinStreet } from '../../../domain/street/street-line.ts';
import { splitWithWholeName } from '../../../domain/street/whole-name.ts';
import type { XmlElement } from '../../../http/xml.ts';
import type { AddressContent } from '../../contract.ts';
import type { ReadPage } from '../../kit/read-pages.ts';
import { toAddress, toPhoneNumber, toWireAddress, type WireAddress } from '../convert.ts';
import { deepText, findDeep, itemsOf, textOf, totalCountOf } from '../wire.ts';

/** What may come more than once in the documents about orders, in camelCase. */
export const ORDER_LISTS = [
  'e911Order',
  'e911OrderSummary',
  'telephoneNumber',
  'error',
  'address',
  'alternateEndUserIdentifier',
] as const;

/** One line of an order's ErrorList. */
export interface OrderError {
  readonly code: string;
  readonly description: string;
  /** The numbers it is about (`+` and digits); empty when it names none. */
  readonly numbers: readonly string[];
}

/** An order as far as it is used. */
export interface Order {
  readonly orderId: string;
  /** CustomerOrderId; empty when absent, as it is in the list of orders. */
  readonly tag: string;
  /** Verbatim. */
  readonly status: string;
  /** Whether it takes the address off its numbers. */
  readonly removes: boolean;
  readonly numbers: readonly string[];
  readonly address: Address | null;
  readonly callerName: string;
  readonly errors: readonly OrderError[];
  /** ISO text, for sorting; empty when absent. */
  readonly createdAt: string;
}

/** Bandwidth takes directionals of two letters. One that is written out goes with the name: no word is changed here. */
const DIRECTIONAL_CHARS = 2;

/** The element names of Bandwidth's own documents, in their order. */
function addressElement(given: WireAddress): XmlElement {
  const isLong = [given.preDirectional, given.postDirectional].some(
    (word) => word.length > DIRECTIONAL_CHARS,
  );
  const line = { ...given, houseNumber: '', houseSuffix: '' };
  const whole = { preDirectional: '', streetSuffix: '', postDirectional: '' };
  const address = isLong ? { ...given, ...whole, streetName: joinStreet(line, given.country) } : given;
  return {
    HouseNumber: address.houseNumber,
    HouseSuffix: address.houseSuffix,
    PreDirectional: address.preDirectional,
    StreetName: address.streetName,
    StreetSuffix: address.streetSuffix,
    PostDirectional: address.postDirectional,
    AddressLine2: address.addressLine2,
    City: address.city,
    StateCode: address.stateCode,
    Zip: address.zip,
    PlusFour: address.plusFour,
    Country: address.country === 'CA' ? 'Canada' : 'United States',
  };
}

/** An address as an order has it. @throws ProviderError `refused` when the street cannot be split */
export function orderAddress(operation: string, address: Address): XmlElement {
  return addressElement(toWireAddress(operation, address, splitWithWholeName));
}

/** @throws ProviderError `refused` when the street cannot be split */
export function assignDocument(
  operation: string,
  telephoneNumber: string,
  content: AddressContent,
): XmlElement {
  return {
    CustomerOrderId: content.tag === '' ? undefined : content.tag,
    TelephoneNumbers: { TelephoneNumber: telephoneNumber },
    CallerName: content.callerName,
    Address: orderAddress(operation, content.address),
  };
}

/** The body of an order that takes a number's address away; the tag is its customer order id. */
export function removeDocument(telephoneNumber: string, tag: string): XmlElement {
  return {
    CustomerOrderId: tag === '' ? undefined : tag,
    TelephoneNumbers: { TelephoneNumber: telephoneNumber },
    DeleteTNSpecificE911Address: 'true',
  };
}

/** A child element of this name at any depth, the first where it was read as a list. */
export function childOf(element: XmlElement, name: string): XmlElement | undefined {
  const found = findDeep(element, name);
  const [first] = Array.isArray(found) ? (found as readonly XmlElement[]) : [found];
  return typeof first === 'object' ? (first as XmlElement) : undefined;
}

/** An address that leaves its country out, as the answer for a number does, has it from its state or province. */
export function toOrderAddress(element: XmlElement): Address {
  if (textOf(element, 'country') !== '') return toAddress(element);
  const stateCode = textOf(element, 'stateCode');
  const isCanadian = readRegion('US', stateCode) === null && readRegion('CA', stateCode) !== null;
  return toAddress({ ...element, country: isCanadian ? 'CA' : 'US' });
}

function numbersOf(element: XmlElement): readonly string[] {
  const wrapper = element['telephonenumbers'];
  const texts =
    typeof wrapper === 'object' && !Array.isArray(wrapper)
      ? (wrapper as XmlElement)['telephonenumber']
      : undefined;
  return Array.isArray(texts)
    ? texts.filter((text) => typeof text === 'string').map((text) => toPhoneNumber(text))
    : [];
}

/** Reads the element of one order, whichever document it is in. */
function toOrder(element: XmlElement): Order {
  const found = findDeep(element, 'error');
  const errors = Array.isArray(found) ? (found as readonly (XmlElement | string)[]) : [];
  const [address] = itemsOf(element, 'addresses', 'address');
  return {
    orderId: textOf(element, 'orderId'),
    tag: textOf(element, 'customerOrderId'),
    status: textOf(element, 'processingStatus', 'orderStatus'),
    // The documents about an order need not repeat the flag: an order on a number that carries no address takes it off.
    removes:
      textOf(element, 'deleteTNSpecificE911Address').toLowerCase() === 'true' ||
      (address === undefined && numbersOf(element).length > 0),
    numbers: numbersOf(element),
    address: address === undefined ? null : toOrderAddress(address),
    callerName: textOf(element, 'callerName'),
    errors: errors
      .filter((item) => typeof item === 'object')
      .map((item) => ({
        code: textOf(item, 'code'),
        description: textOf(item, 'description'),
        numbers: numbersOf(item),
      })),
    createdAt: textOf(element, 'orderCreateDate', 'orderDate', 'lastModifiedDate'),
  };
}

/** The one order of an answer: below a wrapper (POST) or the document itself (GET). */
export function oneOrder(content: XmlElement): Order {
  return toOrder(itemsOf(content, 'orders', 'e911Order')[0] ?? content);
}

/** Every order of a list, with details or as summaries. */
export function allOrders(content: XmlElement): readonly Order[] {
  return [
    ...itemsOf(content, 'orders', 'e911Order'),
    ...itemsOf(content, 'summaries', 'e911OrderSummary'),
  ].map(toOrder);
}

/** One page of the account's numbers, as `+` and digits; `next` is the value of `page` for the next one. */
export function toNumbersPage(content: XmlElement): ReadPage<string> {
  // Link=<https://.../inserviceNumbers?page=...&size=500>;rel="next"; - its host is not one to send credentials to.
  const next = /[?&]page=([^&>;\s]+)/.exec(deepText(content, 'next'))?.[1] ?? '';
  return {
    items: numbersOf(content),
    total: totalCountOf(content),
    next: decodeURIComponent(next),
  };
}
