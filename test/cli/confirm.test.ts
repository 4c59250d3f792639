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
  leftOut: 3,
  rows: 12,
};

function session(
  args: Record<string, unknown>,
  tty: boolean,
): { session: Session; type(keys: string): void } {
  const { stdin, stderr } = fakeTerminal();
  stderr.resume();
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
    color: false,
  });
  const { signal } = new AbortController();
  return {
    session: { io, terminal, args: new Arguments(args), stop: signal, stalled: signal },
    type: (keys) => setTimeout(() => stdin.write(keys), 20),
  };
}

describe('the confirmation', () => {
  it('names accounts, counts, gaps and rows left out', () => {
    const text = confirmationText(QUESTION);
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
