import { writeFilesOfRun } from '../api/past-runs.ts';
import { many } from '../domain/plural.ts';
import { commandError } from '../errors/command-errors.ts';
import { EXIT_CODES } from '../errors/exit-codes.ts';
import { visible } from './screen/visible.ts';
import { type Session, shortened, typedPath } from './session/session.ts';
import { requireJournal } from './session/state-folder.ts';
import { stateOf } from './session/state-place.ts';

const UNFIT = ['prune', 'limit'] as const;

/** `e911 runs RUN --out DIR`: writes the files of a run again. @throws as `writeFilesOfRun` does. */
export async function writeRunFiles(session: Session): Promise<number> {
  const { args, terminal, io } = session;
  const run = args.text('run');
  if (run === undefined) throw commandError('outWithoutRun', { what: 'it needs the ID of one' });
  const other =
    UNFIT.find((name) => args.text(name) !== undefined) ?? (args.flag('uncovered') && 'uncovered');
  if (other) throw commandError('outWithoutRun', { what: `--${other} cannot be used with it` });
  await requireJournal(session);
  const outDir = typedPath(session, args.text('out') ?? '');
  const warn = (text: string) => terminal.alert(`warning: ${text}`);
  const files = await writeFilesOfRun(
    { state: await stateOf(session), run, outDir },
    { disk: io.disk, warn },
  );
  const { code } = EXIT_CODES.done;
  if (terminal.options.json) {
    terminal.json({ run_id: run, out_dir: outDir, files, exit_code: code });
    return code;
  }
  terminal.answer(
    `${many(files.length, 'file')} of run ${visible(run)} in ${visible(shortened(session, outDir))}:`,
  );
  for (const { name } of files) terminal.answer(`  ${name}`);
  return code;
}
