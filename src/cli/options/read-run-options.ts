import { type RunOptions, type RunOptionTexts, runOptionsSchema } from '../../run/context/run-options.ts';
import { type Session, stateDirOf, typedPath } from '../session.ts';
import { typedTexts } from './typed-options.ts';

/** The options of a command line as a run takes them, defaults filled in (docs/contract.md, "Options"). @throws UsageError */
export function readRunOptions(session: Session, command: RunOptions['command']): RunOptions {
  return runOptionsSchema.parse({
    ...typedRunOptions(session),
    command,
    input: typedPath(session, session.args.text('sheet') ?? ''),
    stateDir: stateDirOf(session),
  });
}

/** The options of a run that were typed with this command, as texts; paths are absolute. @throws UsageError */
export function typedRunOptions(session: Session): Partial<RunOptionTexts> {
  const texts = typedTexts(runOptionsSchema, session.args);
  return texts.outDir === undefined ? texts : { ...texts, outDir: typedPath(session, texts.outDir) };
}
