import { EMPTY_REQUEST } from '../../src/domain/request/empty-request.ts';
import type {
  AddressRecord,
  OperationRecord,
  RowOutcome,
  RowRecord,
  RunRecord,
} from '../../src/journal/records.ts';
import { newOperation } from '../../src/plan/context/new-operation.ts';
import type { AddressContent, NumberState, Step, StoredAddress } from '../../src/providers/contract.ts';

/** Records with every field filled, for tests that look at one of them. */

export const ADDRESS = {
  street: '1600 PENNSYLVANIA AVE NW',
  parts: null,
  unit: '',
  city: 'WASHINGTON',
  region: 'DC',
  postalCode: '20500-0005',
  country: 'US',
};

export const CONTENT: AddressContent = {
  address: ADDRESS,
  callerName: 'Zoë "Q" O’Neil, Ltd\n\u0000 \ud83d\ude80',
  label: 'HQ',
  addressKind: 'business',
  tag: 'e911abc',
};

export const OUTCOME: RowOutcome = {
  result: 'applied',
  stage: 'verify',
  detail: 'registered',
  attempts: 2,
  uncoveredSeconds: 1.5,
  suggested: ADDRESS,
};

export function runRecord(runId: string, changes: Partial<RunRecord> = {}): RunRecord {
  return {
    runId,
    command: 'apply',
    sheetName: 'numbers.csv',
    sheetSha256: 'ab'.repeat(32),
    header: ['phone_number', 'Street', ''],
    options: { accept: 'none', rows: null, maxOpen: 5 },
    operator: 'ops',
    outDir: '/tmp/out',
    startedAt: '2025-01-02T03:04:05.000Z',
    finishedAt: null,
    exitCode: null,
    exitReason: '',
    ...changes,
  };
}

export function phoneNumberOf(index: number): string {
  return `+1202555${String(index).padStart(6, '0')}`;
}

export function requestOf(index: number): NonNullable<RowRecord['request']> {
  return {
    ...EMPTY_REQUEST,
    action: 'assign',
    account: 'hq',
    reference: `ref-${index}`,
    phoneNumber: phoneNumberOf(index),
    numberCountry: 'US',
    callerName: CONTENT.callerName,
    address: ADDRESS,
  };
}

export function rowRecord(position: number, changes: Partial<RowRecord> = {}): RowRecord {
  return {
    position,
    line: position + 1,
    cells: [phoneNumberOf(position), '1600 Pennsylvania Ave NW', '\u0000=1+1'],
    request: requestOf(position),
    problems: [],
    operationId: '',
    outcome: null,
    ...changes,
  };
}

export function operationRecord(index: number, changes: Partial<OperationRecord> = {}): OperationRecord {
  return {
    ...newOperation(
      { operationId: `op-${String(index).padStart(6, '0')}`, position: index },
      requestOf(index),
      { kind: 'number', phoneNumber: phoneNumberOf(index) },
    ),
    program: [
      { do: 'step', step: stepOf(index), addressKey: 'key-1' },
      { do: 'await', state: 'covered' },
    ],
    before: numberState(index),
    beforeAddress: storedAddress('AD1'),
    addressKey: 'key-1',
    ...changes,
  };
}

export function stepOf(index: number): Step {
  return {
    kind: 'associate',
    phoneNumber: phoneNumberOf(index),
    handle: 'PN1',
    addressId: 'AD1',
    ...CONTENT,
  };
}

export function numberState(index: number, emergency: Partial<NumberState['emergency']> = {}): NumberState {
  return {
    phoneNumber: phoneNumberOf(index),
    handle: `PN${index}`,
    country: 'US',
    voiceCapable: true,
    emergency: {
      state: 'covered',
      status: 'registered',
      addressId: 'AD1',
      address: null,
      callerName: null,
      switchedOn: true,
      failure: '',
      ...emergency,
    },
    settings: {},
    settingsPending: '',
    facts: { latitude: '38.8977' },
  };
}

export function storedAddress(id: string): StoredAddress {
  return {
    id,
    address: ADDRESS,
    callerName: 'ACME',
    label: '',
    tag: 'e911abc',
    emergencyEnabled: true,
    status: '',
    facts: {},
  };
}

export function addressRecord(addressKey: string, changes: Partial<AddressRecord> = {}): AddressRecord {
  return {
    account: 'hq',
    addressKey,
    content: CONTENT,
    state: 'open',
    providerAddressId: '',
    createdByRun: false,
    isWanted: true,
    verdict: null,
    outcome: null,
    phoneNumber: '',
    ...changes,
  };
}
