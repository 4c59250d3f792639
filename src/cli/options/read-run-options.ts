import { type RunOptionTexts, runOptionsSchema } from '../../run/context/run-options.ts';
import { type Session, typedPath } from '../session/session.ts';
import { STDIN } from '../session/stdin-path.ts';
import { keepStdin } from '../session/stdin-sheet.ts';
import { readMapping } from './read-mapping.ts';
import { typedTexts } from './typed-options.ts';

/** The path of the sheet that was typed; `-` keeps what is piped in. @throws UsageError */
export async function sheetOf(session: Session): Promise<string> {
  return sheetAt(session, session.args.text('sheet') ?? session.args.text('what') ?? '');
}

/** The path of a sheet that an option or an argument names; `-` keeps what is piped in. @throws UsageError */
export async function sheetAt(session: Session, typed: string): Promise<string> {
  return typed === STDIN ? keepStdin(session) : typedPath(session, typed);
}

/** The options of a run that were typed with this command, as texts; paths are absolute. @throws UsageError */
export function typedRunOptions(session: Session): Partial<RunOptionTexts> {
  const texts = typedTexts(runOptionsSchema, session.args);
  const { outDir, saveMapping, choices, mapping, map } = texts;
  return {
    ...texts,
    ...(outDir !== undefined && { outDir: typedPath(session, outDir) }),
    ...(choices !== undefined && { choices: typedPath(session, choices) }),
    ...(saveMapping !== undefined && { saveMapping: typedPath(session, saveMapping) }),
    ...(mapping !== undefined && { map: readMapping(typedPath(session, mapping), map ?? []) }),
  };
}
