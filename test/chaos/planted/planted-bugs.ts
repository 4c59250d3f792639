import { runAgain } from '../process/second-process.ts';
import { changeSheet, hopelessSheet, sharedSheet } from '../world/sheet.ts';
import type { PlantedBug } from './plant.ts';

/** A resumed run would find in the list what it made twice. */
const BELIEVES_NO_LIST = {
  file: 'run/addresses/settle-addresses.ts',
  from: "if (providerAddressId !== '')",
  to: 'if (false)',
};

/** One number is changed; its process is killed while it waits for the answer to the removal. */
const DIES_IN_GAP: PlantedBug['trial'] = {
  world: 'twilio',
  sheet: changeSheet(),
  faults: [{ when: { operation: 'disassociate', nth: 1 }, do: 'hang-after' }],
  killAfterEffect: 'disassociate',
};

export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    name: 'the effect is not checked before a call is sent again',
    edits: [
      {
        file: 'run/calls/perform-call.ts',
        from: 'const settled = await settleDoubt(context, account, doubt, following);',
        to: "const settled = { found: 'absent', isOver: true };",
      },
      // The sweep would delete what this bug makes.
      { file: 'run/sweep/sweep.ts', from: 'return sweepAddresses(context, account);', to: 'return 0;' },
      // So would the look into the list that did not show it.
      { file: 'run/addresses/prove-list.ts', from: "if (hidden !== '') return", to: 'if (false) return' },
    ],
    trial: {
      world: 'twilio',
      faults: [{ when: { operation: 'create-address', nth: 1 }, do: 'reset-after' }],
    },
    caughtBy: 'I2',
  },
  {
    name: 'the intent is written after the call',
    edits: [
      {
        file: 'run/calls/perform-call.ts',
        from: 'beforeSend: async () => {',
        to: 'async beforeSend() {}, afterSend: async () => {',
      },
      {
        file: 'run/calls/perform-call.ts',
        from: 'const result = await account.provider.execute(step, call);',
        to: 'const result = await account.provider.execute(step, call); await call.afterSend();',
      },
      BELIEVES_NO_LIST,
    ],
    trial: {
      world: 'vonage',
      faults: [{ when: { operation: 'create-address', nth: 1 }, do: 'hang-after' }],
      killAfterEffect: 'create-address',
    },
    caughtBy: 'I2',
  },
  {
    name: 'a call leaves before its intent is committed',
    edits: [
      { file: 'journal/tables/call-table.ts', from: 'await commits.committed();', to: '' },
      {
        file: 'journal/engine/group-commit.ts',
        from: 'setImmediate(commit);',
        to: 'setTimeout(commit, 3_000);',
      },
    ],
    trial: DIES_IN_GAP,
    caughtBy: 'I3',
  },
  {
    name: 'an address is removed before the new one is accepted',
    edits: [
      {
        file: 'run/numbers/carry-out.ts',
        from: "if (settled?.state === 'ready')",
        to: "if (settled?.state !== 'open')",
      },
    ],
    trial: { world: 'twilio', sheet: hopelessSheet(), options: ['--wait', '5s'], recoveries: 0 },
    caughtBy: 'I3',
  },
  {
    name: 'an open gap is not in the journal',
    edits: [
      {
        file: 'run/numbers/advance.ts',
        from: 'operation = await keep(context, { ...operation, gapOpenedAt: isoNow(context) });',
        to: '/* forgotten */;',
      },
    ],
    trial: DIES_IN_GAP,
    caughtBy: 'I3',
  },
  {
    name: 'everybody can read the result files',
    edits: [
      {
        file: 'files/durable-file.ts',
        from: "disk.open(beside, 'create', OWNER_ONLY)",
        to: "disk.open(beside, 'create', 0o644)",
      },
    ],
    trial: { world: 'sinch' },
    caughtBy: 'I7',
  },
  {
    name: 'a row is left out of the results',
    edits: [
      {
        file: 'run/ending/finish-run.ts',
        from: 'writeFilesOfRows(context, end, sheet, journal.rows(runId))',
        to: 'writeFilesOfRows(context, end, sheet, (async function* () { for await (const row of journal.rows(runId)) if (row.position !== 5) yield row; })())',
      },
    ],
    trial: { world: 'bandwidth' },
    caughtBy: 'I1',
  },
  {
    name: 'a lost answer is treated as success',
    edits: [
      {
        file: 'run/calls/perform-call.ts',
        from: 'if (doubt !== null) {',
        to: "if (doubt !== null) { return { kind: 'done', result: { id: '', requestId: '' }, attempts: attempt };",
      },
      // A resume looks for the address in the list, and finds it there.
      {
        file: 'run/addresses/recover-addresses.ts',
        from: "if (mode === 'create' && isOwnTag(content.tag)) {",
        to: 'if (false) {',
      },
      // So does the look into the list, and what it cannot find there it would delete.
      {
        file: 'run/addresses/prove-list.ts',
        from: 'if (proof.isProven) return null;',
        to: 'if (proof) return null;',
      },
    ],
    trial: {
      world: 'vonage',
      faults: [{ when: { operation: 'create-address', nth: 1 }, do: 'reset-after' }],
      options: ['--wait', '5s'],
      recoveries: 1,
    },
    caughtBy: 'I9',
  },
  {
    name: 'a late effect is ignored',
    edits: [
      {
        file: 'run/calls/settle-time.ts',
        from: 'return host.clock.monotonicMs() + settleMsOf(options, provider);',
        to: 'return host.clock.monotonicMs() + 2_000;',
      },
    ],
    trial: {
      world: 'twilio',
      sheet: changeSheet(),
      faults: [{ when: { operation: 'disassociate', nth: 1 }, do: 'late', delayMs: 5_000 }],
      settle: '60s',
      recoveries: 0,
    },
    caughtBy: 'I3',
  },
  {
    name: 'a shortened list is believed',
    edits: [
      {
        file: 'plan/lists/hidden.ts',
        from: 'const { accountKey } = account.provider;',
        to: 'const { accountKey } = account.provider; if (accountKey) return;',
      },
      {
        file: 'plan/lists/hidden.ts',
        from: 'const of = { accountKey: account.provider.accountKey, runId, account: account.name };',
        to: 'const of = { accountKey: account.provider.accountKey, runId, account: account.name }; if (of) return;',
      },
      {
        file: 'run/addresses/prove-list.ts',
        from: 'if (proof.isProven) return null;',
        to: 'if (proof) return null;',
      },
      {
        file: 'plan/lists/second-view.ts',
        from: 'const { accountKey, capabilities } = provider;',
        to: 'const { accountKey, capabilities } = provider; if (accountKey) return;',
      },
    ],
    trial: {
      world: 'twilio',
      sheet: sharedSheet(),
      switches: { badLists: [{ operation: 'list-addresses', keep: 0 }] },
      recoveries: 0,
    },
    caughtBy: 'I2',
  },
  {
    name: 'one tag is used for every address',
    edits: [
      {
        file: 'domain/request/tag.ts',
        from: '.slice(0, length))',
        to: ".slice(0, length).replace(/./g, 'a'))",
      },
    ],
    trial: { world: 'bandwidth', recoveries: 1 },
    caughtBy: 'I9',
  },
  {
    name: 'a gap is closed without reading the number',
    edits: [
      {
        file: 'run/numbers/recover-operations.ts',
        from: "if (state?.emergency.state !== 'covered') return operation;",
        to: "if (state !== undefined) return endOperation(context, { ...operation, gapClosedAt: isoNow(context) }, { result: 'applied', stage: 'verify', detail: '' });",
      },
      // The sweep would cover the number again.
      { file: 'run/sweep/sweep.ts', from: 'await sweepNumbers(context, account);', to: '' },
    ],
    trial: DIES_IN_GAP,
    caughtBy: 'I3',
  },
  {
    name: 'two processes hold the lock of one account',
    edits: [
      {
        file: 'journal/account-lock.ts',
        from: "database.exec('BEGIN EXCLUSIVE');",
        to: "database.exec('BEGIN');",
      },
      { file: 'journal/account-lock.ts', from: "database.exec('PRAGMA user_version = 1');", to: '' },
      BELIEVES_NO_LIST,
    ],
    trial: {
      world: 'vonage',
      faults: [{ when: { operation: 'create-address', nth: 1 }, do: 'hang-after' }],
      points: [{ timeoutFactor: 2 }],
      beside: runAgain,
    },
    caughtBy: 'I2',
  },
];
