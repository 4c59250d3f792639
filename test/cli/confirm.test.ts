import { describe, expect, it } from 'vitest';
import { Arguments } from '../../src/cli/options/arguments.ts';
import { confirmationText, confirmed } from '../../src/cli/screen/confirm.ts';
import { Terminal } from '../../src/cli/screen/terminal.ts';
import type { Session } from '../../src/cli/session/session.ts';
import { GuardError } from '../../src/errors/app-error.ts';
import { costTally } from '../../src/report/costs.ts';
import type { Confirmation } from '../../src/run/context/confirmation-question.ts';
import { fakeIo, fakeTerminal } from './fake-io.ts';

const QUESTION: Confirmation = {
  accounts: [
    {
      account: 'hq',
      provider: 'twilio',
      title: 'Twilio',
      assign: 4,
      replace: 2,
      remove: 1,
      other: 0,
      gaps: 2,
      maxGapSeconds: 1_800,
      cost: costTally().result(),
    },
  ],
  changes: 7,
  shown: {
    riskiest: [
      {
        row: 3,
        account: 'hq',
        phoneNumber: '+14155550100',
        what: 'replace: the number has another address',
        before: '645 HARRISON ST, DENVER, CO 80202, US',
        after: '700 Harrison St, Denver, CO 80202, US',
        opensGap: true,
        maxGapSeconds: 1_800,
      },
    ],
    first: [],
    total: 7,
  },
  allIn: '. e911 plan writes all of them to plan.csv',
  leftOut: 3,
  rows: 12,
};

function session(
  args: Record<string, unknown>,
  tty: boolean,
): { session: Session; type(keys: string): void; err(): string } {
  const { stdin, stderr } = fakeTerminal();
  let written = '';
  stderr.on('data', (chunk) => {
    written += String(chunk);
  });
  const { io } = fakeIo('/', {
    stdin,
    stderr,
    isTty: { stdin: tty, stdout: tty, stderr: tty },
  });
  const terminal = new Terminal(io, {
    json: args['json'] === true,
    events: false,
    quiet: false,
    verbose: false,
    color: 'never',
  });
  const { signal } = new AbortController();
  return {
    session: { io, terminal, args: new Arguments(args), stop: signal, stalled: signal },
    err: () => written,
    type: (keys) => setTimeout(() => stdin.write(keys), 20),
  };
}

describe('the confirmation', () => {
  it('names accounts, counts, gaps and rows left out', () => {
    const text = confirmationText(QUESTION, session({}, false).session.terminal);
    expect(text).toMatch(/hq +Twilio +4 +2 +1 +0 +2/);
    expect(text).toContain('7 changes from 12 rows');
    expect(text).toContain(
      '2 numbers have no emergency address while theirs is replaced, each for up to 30 min (coverage gaps)',
    );
    expect(text).toContain('3 rows are left out');
  });

  it('is not asked with --yes', async () => {
    expect(await confirmed(session({ yes: true }, false).session, QUESTION)).toBe(true);
  });

  it('is a guard without an interactive terminal', async () => {
    await expect(confirmed(session({}, false).session, QUESTION)).rejects.toBeInstanceOf(GuardError);
    await expect(confirmed(session({ json: true }, true).session, QUESTION)).rejects.toThrow(
      'Confirmation required: ',
    );
  });

  it('shows the riskiest change, its addresses one below the other, and how many more there are', async () => {
    const asked = session({}, true);
    asked.type('\r');
    await confirmed(asked.session, QUESTION);
    expect(asked.err().replace(/\n {4}(?=\w)/g, ' ')).toContain(
      [
        '  row 3  +14155550100  hq  replace: the number has another address; without an address for up to 30 min',
        '    - [-645-] HARRISON ST, DENVER, CO 80202, US',
        '    + {+700+} Harrison St, Denver, CO 80202, US',
        '… and 6 more. e911 plan writes all of them to plan.csv',
      ].join('\n'),
    );
  });

  it('takes Enter as No, y as Yes, Ctrl-C as No', async () => {
    for (const [keys, answer] of [
      ['\r', false],
      ['y', true],
      ['\u0003', false],
    ] as const) {
      const asked = session({}, true);
      asked.type(keys);
      expect(await confirmed(asked.session, QUESTION), JSON.stringify(keys)).toBe(answer);
    }
  });
});
