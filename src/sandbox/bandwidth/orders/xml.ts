import { written } from '../../trouble-switches.ts';
import { writtenPieces } from '../address.ts';
import { orderAddressXml } from './address.ts';
import { isoDate, type Order, type OrdersStore } from './store.ts';
import { ACCOUNT_ID, type Fields } from './wire.ts';

function telephoneNumbers(numbers: readonly string[]): Fields {
  return { TelephoneNumber: numbers };
}

/** The answer to POST: `orderId` in lower case there, and what was sent. */
export function receivedXml(order: Order): Fields {
  return {
    CustomerOrderId: order.customerOrderId === '' ? undefined : order.customerOrderId,
    orderId: order.id,
    ProcessingStatus: 'RECEIVED',
    TelephoneNumbers: telephoneNumbers(order.numbers),
    ...(order.requested === null
      ? { DeleteTNSpecificE911Address: 'true' }
      : { CallerName: order.requested.name, Address: orderAddressXml(order.requested.address) }),
  };
}

/** An order by itself. It repeats neither that it removes nor why: that is how the specification's schema has it. */
export function orderXml(store: OrdersStore, order: Order): Fields {
  return {
    OrderCreateDate: isoDate(store, order.createdMs),
    AccountId: ACCOUNT_ID,
    CreatedByUser: 'sandbox',
    OrderId: order.id,
    LastModifiedDate: isoDate(store, order.endedMs ?? order.createdMs),
    Address:
      order.address === null ? undefined : orderAddressXml(writtenPieces(store.switches, order.address)),
    CallerName:
      order.requested === null ? undefined : written(store.switches, order.requested, ['name']).name,
    CustomerOrderId: order.customerOrderId === '' ? undefined : order.customerOrderId,
    ProcessingStatus: order.status,
    TelephoneNumbers: telephoneNumbers(order.numbers),
    ErrorList: {
      Error: order.errors.map(({ code, description, numbers }) => ({
        Code: code,
        Description: description,
        TelephoneNumbers: telephoneNumbers(numbers),
      })),
    },
    OrderType: 'e911',
  };
}

/** An order in a list with details: as by itself, but without the customer's own ID. */
export function listedXml(store: OrdersStore, order: Order): Fields {
  const { CustomerOrderId: _mark, OrderType: _type, ...rest } = orderXml(store, order);
  return rest;
}

export function summaryXml(store: OrdersStore, order: Order): Fields {
  return {
    accountId: ACCOUNT_ID,
    CountOfTNs: String(order.numbers.length),
    userId: 'sandbox',
    lastModifiedDate: isoDate(store, order.endedMs ?? order.createdMs),
    OrderDate: isoDate(store, order.createdMs),
    OrderType: 'e911',
    OrderStatus: order.status,
    OrderId: order.id,
  };
}
