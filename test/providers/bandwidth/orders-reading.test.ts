import { describe, expect, it } from 'vitest';
import { IncompleteListError } from '../../../src/errors/app-error.ts';
import type { ProviderAccount as Account } from '../../../src/providers/contract.ts';
import { collect, failureOf } from '../../contract/world.ts';
import { call, type ScriptedAnswer } from '../scripted.ts';
import {
  errors,
  held,
  IN_SERVICE,
  NOT_THERE,
  NUMBER,
  order,
  orderList,
  removal,
  scripted,
  TN,
  xml,
} from './orders-account.ts';

const page = (total: number, next: string, ...numbers: readonly string[]): ScriptedAnswer =>
  xml('TNs', {
    TotalCount: String(total),
    Links: {
      first: 'Link=<https://elsewhere.example/x?page=1&size=500>;rel="first";',
      next: next === '' ? undefined : `Link=<https://elsewhere.example/x?page=${next}&size=500>;rel="next";`,
    },
    TelephoneNumbers: { Count: String(numbers.length), TelephoneNumber: numbers },
  });
const find = (...answers: readonly ScriptedAnswer[]) =>
  scripted(...answers).account.findNumber(NUMBER, call());
const follow = (...answers: readonly ScriptedAnswer[]) =>
  scripted(...answers).account.findNumber(NUMBER, call(), { following: 'o-1' });

describe('the list of numbers', () => {
  it('is read as far as the links lead, on the own host only', async () => {
    const { account, sent } = scripted(
      page(3, '2125550102', '2125550100', '2125550101'),
      page(3, '', '2125550102'),
    );
    expect((await collect(account.listNumbers(call()))).map(({ phoneNumber }) => phoneNumber)).toEqual([
      '+12125550100',
      '+12125550101',
      '+12125550102',
    ]);
    expect(sent()).toEqual([
      'GET /api/accounts/9900/inserviceNumbers?page=1&size=500',
      'GET /api/accounts/9900/inserviceNumbers?page=2125550102&size=500',
    ]);
  });

  it.each([
    ['204', { status: 204, body: '' }],
    ['a list of none', page(0, '')],
  ])('is empty for %s', async (_name, answer) => {
    expect(await collect(scripted(answer).account.listNumbers(call()))).toEqual([]);
  });

  it.each([
    ['a page that is missing', [page(2, '2', '2125550100'), NOT_THERE]],
    ['a page that is empty', [page(2, '2', '2125550100'), page(2, '3')]],
    ['a page that repeats', [page(3, '2', '2125550100'), page(3, '', '2125550100')]],
    ['a count that is not reached', [page(3, '', '2125550100')]],
    ['a document that is cut off', [{ status: 200, body: '<TNs><TotalCount>0</TotalCount>' }]],
    ['an HTML page', [{ status: 200, body: '<html><body>Sign in</body></html>' }]],
    ['a document type', [{ status: 200, body: '<!DOCTYPE TNs><TNs><TotalCount>0</TotalCount></TNs>' }]],
    ['another document', [xml('Sites', { TotalCount: '0' })]],
  ] as const)('is refused with %s', async (_name, answers) => {
    await expect(collect(scripted(...answers).account.listNumbers(call()))).rejects.toThrow(
      IncompleteListError,
    );
  });
});

describe('one number', () => {
  it('is read by itself, whatever the size of the account, every value as text', async () => {
    const { account, sent } = scripted(IN_SERVICE, NOT_THERE, held());
    expect(await account.findNumber(NUMBER, call())).toMatchObject({
      phoneNumber: NUMBER,
      emergency: {
        state: 'covered',
        status: '',
        callerName: 'City Desk',
        address: { street: '1E5 MAIN CAMPUS DR', postalCode: '02139-0003', region: 'MA', country: 'US' },
      },
    });
    expect(sent()).toEqual([
      `GET /api/accounts/9900/inserviceNumbers/${TN}`,
      `GET /api/accounts/9900/e911s?tn=${TN}&orderDetails=true`,
      `GET /api/tns/${TN}/e911`,
    ]);
  });

  it('is not in the account, or none of North America', async () => {
    expect(await find(NOT_THERE)).toBeNull();
    expect(await scripted().account.findNumber('+442079460100', call())).toBeNull();
  });

  it('is in Canada when its province says so', async () => {
    const found = await find(IN_SERVICE, NOT_THERE, held({ StateCode: 'QC', Zip: 'H2Y 1C6', PlusFour: '' }));
    expect(found?.emergency.address?.country).toBe('CA');
  });

  it.each([
    ['RECEIVED', order({ ProcessingStatus: 'RECEIVED' }), 'pending'],
    ['PROCESSING', order({ ProcessingStatus: 'PROCESSING' }), 'pending'],
    ['Pending', order({ ProcessingStatus: 'Pending' }), 'pending'],
    ['IN_PROGRESS', order({ ProcessingStatus: 'IN_PROGRESS' }), 'pending'],
    ['processing', order({ ProcessingStatus: 'processing' }), 'pending'],
    ['PROCESSING', removal({ ProcessingStatus: 'PROCESSING' }), 'removing'],
  ])('shows an open order that it was not told of (%s)', async (status, open, state) => {
    const older = order({ OrderId: 'o-0', OrderCreateDate: '2025-01-01T00:00:00.000Z' });
    const found = await find(IN_SERVICE, orderList(older, open));
    expect(found?.emergency).toMatchObject({ state, status });
    expect(found?.emergency.address?.street ?? '').toBe(state === 'pending' ? '1E5 Main Campus Dr' : '');
  });

  it('takes no failure of an older order, of another number or of a duplicate for its own', async () => {
    const failed = order({ ProcessingStatus: 'FAILED', ErrorList: errors(['8006', 'Not recognized.']) });
    expect((await find(IN_SERVICE, orderList(failed), held()))?.emergency).toMatchObject({
      state: 'covered',
      status: '',
    });
    expect((await find(IN_SERVICE, orderList(failed), NOT_THERE))?.emergency).toMatchObject({
      state: 'missing',
      status: 'FAILED',
      failure: 'Not recognized. [8006]',
    });
    const other = order({
      TelephoneNumbers: { TelephoneNumber: '2125550100' },
      ProcessingStatus: 'RECEIVED',
    });
    const older = order({ OrderId: 'o-0', OrderCreateDate: '2025-01-01T00:00:00.000Z' });
    const duplicate = order({ ProcessingStatus: 'FAILED', ErrorList: errors(['8033', 'A duplicate.']) });
    expect((await find(IN_SERVICE, orderList(other, duplicate, older), held()))?.emergency).toMatchObject({
      state: 'covered',
      status: 'COMPLETE',
      failure: '',
    });
  });

  it('is missing, and says nothing more, after a removal', async () => {
    expect((await find(IN_SERVICE, orderList(removal()), NOT_THERE))?.emergency).toMatchObject({
      state: 'missing',
      status: '',
    });
  });
});

describe('an order that is followed', () => {
  const one = (changes = {}) => xml('E911Order', order(changes));

  it.each([
    ['COMPLETE', { state: 'covered' }],
    ['ADJUSTED_COMPLETE', { state: 'covered', isAdjusted: true }],
    ['PARTIAL', { state: 'covered' }],
    ['Adjusted-Complete', { state: 'covered', isAdjusted: true }],
    ['ADJUSTED_PARTIAL', { state: 'covered', isAdjusted: true }],
    ['FAILED', { state: 'failed' }],
    ['ON_HOLD', { state: 'unknown' }],
  ])('that is %s', async (status, emergency) => {
    expect((await follow(one({ ProcessingStatus: status }), held()))?.emergency).toMatchObject({
      status,
      ...emergency,
    });
  });

  it('asks for nothing but the order while it is open', async () => {
    const { account, sent } = scripted(one({ ProcessingStatus: 'RECEIVED' }));
    expect((await account.findNumber(NUMBER, call(), { following: 'o-1' }))?.emergency.state).toBe('pending');
    expect(sent()).toEqual(['GET /api/accounts/9900/e911s/o-1']);
  });

  it('fails with code, words and hint; PARTIAL only for the numbers that it names', async () => {
    const failed = {
      ProcessingStatus: 'FAILED',
      ErrorList: errors(['8004', 'In process.', TN], ['8010', 'General.']),
    };
    expect((await follow(one(failed), NOT_THERE))?.emergency).toMatchObject({
      state: 'failed',
      failure: 'In process. [8004]; General. [8010]',
      failureCode: '8004',
      failureHint: 'Another order is working on the number. Run the row again when it is done.',
    });
    const partial = (tn: string) =>
      one({ ProcessingStatus: 'PARTIAL', ErrorList: errors(['8003', 'Not yours.', tn]) });
    expect((await follow(partial(TN), NOT_THERE))?.emergency.state).toBe('failed');
    expect((await follow(partial('2125550100'), held()))?.emergency.state).toBe('covered');
  });

  it('fails as a removal when it was one', async () => {
    const failed = xml(
      'E911Order',
      removal({ ProcessingStatus: 'FAILED', ErrorList: errors(['8007', 'Down.']) }),
    );
    expect((await follow(failed, held()))?.emergency).toMatchObject({
      state: 'removal-failed',
      failureCode: '8007',
    });
  });

  it('that was canceled as a duplicate leads to the one that it duplicates', async () => {
    const words = "This order is a duplicate of another E911 request(orderId='o-9'), and will be canceled.";
    const duplicate = one({ ProcessingStatus: 'FAILED', ErrorList: errors(['8033', words]) });
    const { account, sent } = scripted(duplicate, one({ OrderId: 'o-9', ProcessingStatus: 'PROCESSING' }));
    expect((await account.findNumber(NUMBER, call(), { following: 'o-1' }))?.emergency.state).toBe('pending');
    expect(sent()).toEqual(['GET /api/accounts/9900/e911s/o-1', 'GET /api/accounts/9900/e911s/o-9']);
    // One that names no other order, or is not there, leaves the number to tell.
    const silent = one({ ProcessingStatus: 'FAILED', ErrorList: errors(['8033', 'A duplicate.']) });
    expect((await follow(silent, IN_SERVICE, NOT_THERE, held()))?.emergency.state).toBe('covered');
    expect((await follow(NOT_THERE, IN_SERVICE, NOT_THERE, held()))?.emergency.state).toBe('covered');
  });

  it.each([
    ['cut off', '<E911Order><ProcessingStatus>COMPLETE</ProcessingStatus>'],
    ['an HTML page', '<html><body>ok</body></html>'],
    ['a document type', '<!DOCTYPE E911Order><E911Order/>'],
    ['another document', '<Site><Name>x</Name></Site>'],
  ])('is not read when it is %s', async (_name, body) => {
    expect((await failureOf(follow({ status: 200, body }))).kind).toBe('unknown');
  });
});

it('reads code 8000 as a number without an address, whatever its status', async () => {
  const notProvisioned = (status: number) =>
    xml(
      'TnE911AddressResponse',
      { ResponseStatus: { ErrorCode: '8000', Description: 'E911 not provisioned on TN' } },
      status,
    );
  for (const status of [400, 404, 409]) {
    const { account } = scripted(IN_SERVICE, NOT_THERE, notProvisioned(status));
    const found = await account.findNumber(NUMBER, call());
    expect(found?.emergency).toMatchObject({ state: 'missing', address: null });
  }
});

it.each([
  ['check access', (account: Account) => account.checkAccess(call())],
  ['list numbers', (account: Account) => collect(account.listNumbers(call()))],
])('a 404 on the path to %s names the other dialect', async (_what, ask) => {
  const error = await failureOf(ask(scripted(NOT_THERE).account));
  expect(error.hint).toContain('dialect: endpoints');
});
