import { cellProblem } from '../../src/errors/problem.ts';
import type { Capabilities } from '../../src/providers/contract.ts';
import { capabilities } from '../../src/providers/twilio/capabilities.ts';
import { mapHeader } from '../../src/sheet/columns/map-header.ts';
import { type CheckedAccount, createRowChecker } from '../../src/sheet/rows/check-row.ts';

const CAPABILITIES: Capabilities = {
  title: 'Provider A',
  actions: ['assign', 'remove', 'validate', 'add-address', 'update-address', 'delete-address', 'ignore'],
  addressModel: 'own-resource',
  callerNameIn: 'address',
  addressCheck: 'by-creating',
  addressCheckNeedsNumber: false,
  enablesAddresses: false,
  updatesUsedAddresses: false,
  replacement: 'in-place',
  reassociation: null,
  fees: [],
  registration: 'synchronous',
  emergencySwitch: 'none',
  listShowsEmergency: true,
  endUsers: false,
  answeredColumns: [],
  listPageSize: 1_000,
  countries: ['US', 'CA', 'GB'],
  tag: null,
  settingColumns: [],
  purchaseTakes: [],
  clearableColumns: [],
  whyNotCleared: {},
  hiddenSettings: [],
  consumes: capabilities.consumes,
  exports: ['numbers'],
  listing: { scope: 'all', cannotList: 'nothing' },
  filters: { numbers: [], available: [], words: {} },
  hidesCallerName: false,
  lateEffects: { settleMs: null, source: '', repeatable: [] },
  limits: { requestsPerSecond: 1, burst: 1, concurrency: 1, source: 'test' },
};

export const ACCOUNTS: ReadonlyMap<string, CheckedAccount> = new Map<string, CheckedAccount>([
  [
    'main',
    {
      provider: 'twilio' as const,
      capabilities: CAPABILITIES,
      refuse: (request, row) =>
        request.callerName.length > 30
          ? [
              cellProblem({
                row,
                column: 'caller_name',
                value: request.callerName,
                code: 'OWN',
                message: 'm',
                hint: 'h',
              }),
            ]
          : [],
    },
  ],
  [
    'numbers',
    {
      provider: 'vonage' as const,
      capabilities: {
        ...CAPABILITIES,
        title: 'Provider B',
        callerNameIn: 'number' as const,
        addressCheckNeedsNumber: true,
        actions: ['assign', 'validate', 'buy', 'update', 'add-recipient', 'ignore'] as const,
        settingColumns: ['app_id', 'features'] as const,
        clearableColumns: ['app_id'] as const,
      },
      refuse: () => [],
    },
  ],
]);

export const GOOD = {
  phone_number: '+12025550123',
  caller_name: 'Ann',
  street: '645 Harrison St',
  city: 'San Francisco',
  region: 'CA',
  postal_code: '94105',
};

export function check(row: Record<string, string>, more: { defaultAccount?: string | undefined } = {}) {
  const header = mapHeader(Object.keys(row), 1);
  const checker = createRowChecker({
    mapping: header.mapping,
    accounts: ACCOUNTS,
    defaultAccount: 'defaultAccount' in more ? more.defaultAccount : 'main',
    defaultCountry: 'US',
  });
  const { request, problems } = checker.check({
    position: 1,
    line: 2,
    cells: Object.values(row),
    problems: [],
  });
  return { request, problems, codes: problems.map((problem) => problem.code) };
}
