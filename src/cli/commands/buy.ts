import { searchFilter } from '../../api/export-request.ts';
import { many } from '../../domain/plural.ts';
import { commandError } from '../../errors/command-errors.ts';
import { EXIT_CODES } from '../../errors/exit-codes.ts';
import { type PurchaseSheet, pickNumbers } from '../../export/purchase/pick-numbers.ts';
import { writeCsv } from '../../report/csv-cells.ts';
import { writeWorkbook } from '../../report/xlsx/text-sheet.ts';
import { buyOptions } from '../options/buy-options.ts';
import { sheetAt } from '../options/read-run-options.ts';
import { sessionOptions } from '../options/session-options.ts';
import { optionsOf, typedTexts } from '../options/typed-options.ts';
import { isNewBook, writeNew } from '../process/write-new.ts';
import { nextHere } from '../screen/open-gaps.ts';
import { visible } from '../screen/visible.ts';
import { watchProgress } from '../screen/watch-progress.ts';
import { workspaceOf } from '../session/open-workspace.ts';
import {
  type CommandContext,
  type LoadedCommand,
  type Session,
  type SignalPolicy,
  typedPath,
} from '../session/session.ts';

const BUY_SIGNAL_POLICY: SignalPolicy = {
  finishesOnSignal: true,
  onFirstSignal: 'Stopping: no file is written. Nothing was bought.',
};

/** `e911 buy`: a sheet of numbers that are for sale, for review. */
export function buyCommand(context: CommandContext): LoadedCommand {
  return {
    builder: (command) =>
      command
        .options(optionsOf('buy', sessionOptions, buyOptions))
        .example(
          '$0 buy --country US --pattern 212 --count 50 --out buy.csv',
          'a sheet to review; nothing is bought',
        )
        .example(
          '$0 buy --count 5 --like numbers.csv --out buy.csv',
          'with the settings and address of a row',
        )
        .example('$0 apply buy.csv', 'buys, sets, and covers what the sheet says'),
    handler: (args) => context.run(args, writePurchases, BUY_SIGNAL_POLICY),
  };
}

async function writePurchases(session: Session): Promise<number> {
  const typed = buyOptions.parse(typedTexts(buyOptions, session.args));
  const { count, out, like } = typed;
  if (count === undefined) {
    throw commandError('buyOptionMissing', { option: '--count', example: '--count 5' });
  }
  if (out === undefined) {
    throw commandError('buyOptionMissing', { option: '--out', example: '--out buy.csv' });
  }
  const isBook = isNewBook(out);
  const workspace = await workspaceOf(session);
  const watcher = await watchProgress(session);
  try {
    const { io, stop } = session;
    const { clock, random, operator, host } = io;
    const { account, maxPauseMs } = typed;
    const sheet = await pickNumbers(
      {
        account,
        filter: searchFilter({ ...typed, limit: count }, workspace.config),
        count,
        like: like === undefined ? undefined : await sheetAt(session, like),
        maxPauseMs,
      },
      { clock, random, operator, host, config: workspace.config, watcher, stop },
    );
    watcher.close();
    if (stop.aborted) return EXIT_CODES.interrupted.code;
    if (sheet.rows.length > 0) await writeNew(typedPath(session, out), await contentOf(sheet, isBook), 'buy');
    return show(session, sheet, { count, out });
  } finally {
    watcher.close();
    await workspace.close();
  }
}

async function contentOf({ columns, rows }: PurchaseSheet, isBook: boolean): Promise<string | Uint8Array> {
  if (isBook) return writeWorkbook([{ name: 'buy', header: columns, rows }]);
  const parts: string[] = [];
  await writeCsv(async (part) => void parts.push(part), columns, rows, { bom: false });
  return parts.join('');
}

function show(
  session: Session,
  { account, rows, prices, leftOut }: PurchaseSheet,
  { count, out }: { readonly count: number; readonly out: string },
): number {
  const { terminal } = session;
  const found = rows.length;
  const { done, findings } = EXIT_CODES;
  const exitCode = found < count ? findings.code : done.code;
  const isOne = found < 2;
  const which = found === 0 ? 'No number' : `Only ${found} of ${many(count, 'number')}`;
  const few = `${which} ${isOne ? 'is' : 'are'} for sale at ${account} that ${isOne ? 'fits' : 'fit'} this search`;
  if (found < count) terminal.alert(`warning: ${few}.`);
  if (leftOut.length > 0) {
    terminal.alert(
      `warning: A purchase at ${account} does not take ${leftOut.join(', ')} of the --like row.`,
    );
  }
  if (terminal.options.json) {
    terminal.json({
      account,
      asked: count,
      picked: found,
      file: found === 0 ? '' : out,
      prices,
      left_out: leftOut,
      exit_code: exitCode,
    });
    return exitCode;
  }
  if (found === 0) {
    terminal.answer('Nothing was written. Change --pattern, --type, or --features.');
    return exitCode;
  }
  terminal.answer(
    `${many(found, 'number')} for sale at ${account}: ${prices.join(', ') || 'no prices shown'}. Nothing is bought yet.`,
  );
  terminal.answer(`Written: ${visible(out)}`);
  const next = nextHere(session, { command: 'plan', args: [out], advice: 'review it' });
  terminal.answer(`next: ${visible(next)}`, 'bold');
  return exitCode;
}
