import type { AccountEntry, Config } from '../config/config.ts';
import { expandSubaccounts } from '../config/expand-subaccounts.ts';
import { type OpenAccount, openAccount } from '../config/open-account.ts';
import { otherDialects } from '../config/other-dialects.ts';
import type { CallEvent } from '../domain/call-event.ts';
import { commandLine } from '../domain/next-command.ts';
import { BRIEF_PAUSE_MS } from '../domain/pause.ts';
import { many } from '../domain/plural.ts';
import { IncompleteListError, UsageError } from '../errors/app-error.ts';
import { EXIT_CODES } from '../errors/exit-codes.ts';
import { ProviderError } from '../errors/provider-error.ts';
import type { ProviderDefinition } from '../providers/contract.ts';
import { callLine } from './screen/call-line.ts';
import { workspaceArgs } from './screen/open-gaps.ts';
import { workspaceOf } from './session/open-workspace.ts';
import type { Session } from './session/session.ts';

interface Checked {
  readonly account: string;
  readonly provider: string;
  readonly state: 'right' | 'wrong' | 'unreachable';
  readonly detail: string;
  /** What to do about it; empty where there is nothing to do. */
  readonly hint: string;
}

/** What the table says; `--json` keeps the states as they are. */
const STATE_WORDS: Readonly<Record<Checked['state'], string>> = {
  right: 'OK',
  wrong: 'FAILED',
  unreachable: 'UNREACHABLE',
};

/** Calls each account once and shows which work. */
export async function checkAccounts(session: Session): Promise<number> {
  const { terminal, args } = session;
  const workspace = await workspaceOf(session);
  try {
    const only = args.text('account');
    const { config, definitions } = workspace;
    const named = only === undefined ? undefined : config.accounts.get(only);
    const check = (entry: AccountEntry): Promise<Checked> =>
      args.flag('detect') ? detect(session, entry, definitions) : checkOne(session, entry);
    const checked =
      named === undefined
        ? (
            await Promise.all(
              [...config.accounts.values()].map((entry) => checkWhole(session, config, entry, check)),
            )
          ).flat()
        : [await check(named)];
    const allRight = checked.every((one) => one.state === 'right');
    const exit = allRight ? EXIT_CODES.done : EXIT_CODES.access;
    if (terminal.options.json) {
      terminal.json({ accounts: checked, exit_code: exit.code, exit_reason: exit.reason });
      return exit.code;
    }
    terminal.answer(
      terminal.table(
        ['account', 'provider', 'state', 'detail'],
        checked.map((one) => [one.account, one.provider, STATE_WORDS[one.state], one.detail]),
      ),
    );
    const hints = checked.filter(({ hint }) => hint !== '').map(({ account, hint }) => `${account}: ${hint}`);
    if (hints.length > 0) terminal.answer(`\n${hints.join('\n')}\n`);
    const typed = (command: string, ...args: readonly string[]): string =>
      commandLine({ command, args: [...args, ...workspaceArgs(session)], advice: '' });
    const failed = checked.filter(({ state }) => state !== 'right');
    terminal.answer(
      allRight
        ? `next: ${typed('plan', 'SHEET')}`
        : `next: fix ${failed.length === 1 ? `the account ${failed[0]?.account}` : many(failed.length, 'account')} as described above, then type: ${typed('accounts check')}`,
      'bold',
    );
    return exit.code;
  } finally {
    await workspace.close();
  }
}

/** An account and its subaccounts. Those wait for the account itself: wrong credentials are tried no more often than needed. */
async function checkWhole(
  session: Session,
  config: Config,
  entry: AccountEntry,
  check: (entry: AccountEntry) => Promise<Checked>,
): Promise<readonly Checked[]> {
  const own = await check(entry);
  if (entry.hasSubaccounts !== true || own.state !== 'right') return [own];
  const host = { ...listening(session), stop: session.stop };
  try {
    const { entries, leftOut } = await expandSubaccounts(config, entry, host);
    const rest = await Promise.all(entries.filter((each) => each !== entry).map(check));
    return [{ ...own, detail: joined(own.detail, ...leftOut) }, ...rest];
  } catch (error) {
    if (!(error instanceof ProviderError || error instanceof IncompleteListError)) throw error;
    return [{ ...own, state: stateAfter(error), detail: error.message, hint: error.hint }];
  }
}

/** A refusal is an answer; everything else means that no answer came. */
function stateAfter(error: ProviderError | IncompleteListError): Checked['state'] {
  const kind = error instanceof ProviderError ? error.kind : 'unknown';
  return kind === 'credentials' || kind === 'refused' ? 'wrong' : 'unreachable';
}

/** Tries an account in every dialect of its provider. */
async function detect(
  session: Session,
  entry: AccountEntry,
  definitions: readonly ProviderDefinition[],
): Promise<Checked> {
  const { checked, error } = await tryOne(session, entry);
  // The other dialect has the same credentials, and carriers lock users out. A 403 may speak of one of the two APIs alone.
  if (error?.kind === 'credentials' && error.status !== 403) return checked;
  for (const other of otherDialects(entry, definitions)) {
    const { dialect } = other.definition;
    // One after the other: wrong credentials are tried no more often than needed.
    const answers = (await checkOne(session, other)).state === 'right';
    if (answers && checked.state === 'right') {
      return { ...checked, detail: joined(checked.detail, `dialect ${dialect} answers too`) };
    }
    if (answers) {
      const variable = other.definition.dialectEnvironment ?? '';
      const hint = `Write "dialect: ${dialect}" in this account; without a config, set ${variable}=${dialect}.`;
      const detail = joined(`dialect ${dialect} answers`, checked.detail);
      return { ...checked, state: 'wrong', detail, hint };
    }
  }
  const { dialect } = entry.definition;
  if (dialect === '' || checked.state !== 'right') return checked;
  return { ...checked, detail: joined(`dialect ${dialect} answers`, checked.detail) };
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('; ');
}

/** What an account that is only checked needs. */
function listening({ io, terminal }: Session) {
  const { clock, random } = io;
  const onCall = (call: CallEvent): void => terminal.detail(callLine(call));
  return { clock, random, maxPauseMs: BRIEF_PAUSE_MS, onCall };
}

async function checkOne(session: Session, entry: AccountEntry): Promise<Checked> {
  return (await tryOne(session, entry)).checked;
}

/** What the check says of an account, and the carrier's error under it where there was one. */
async function tryOne(
  session: Session,
  entry: AccountEntry,
): Promise<{ readonly checked: Checked; readonly error?: ProviderError }> {
  const named = { account: entry.name, provider: entry.definition.capabilities.title };
  let account: OpenAccount;
  try {
    account = await openAccount(entry, listening(session));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { checked: { ...named, state: 'wrong', detail: error.message, hint: error.hint } };
  }
  try {
    await account.provider.checkAccess({ signal: session.stop, priority: 'read' });
    return { checked: { ...named, state: 'right', detail: account.notices.join(' '), hint: '' } };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const detail = account.redact(error.message);
    return { checked: { ...named, state: stateAfter(error), detail, hint: error.hint }, error };
  } finally {
    await account.close();
  }
}
