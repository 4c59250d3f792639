import { EXPORT_KINDS, exportOptions } from '../../api/export-options.ts';
import { exportRequest } from '../../api/export-request.ts';
import type { Config } from '../../config/config.ts';
import type { ExportOptions } from '../../export/context/export-options.ts';
import { type Session, typedPath } from '../session/session.ts';
import { stateOf } from '../session/state-place.ts';
import { readMapping } from './read-mapping.ts';
import { sheetAt } from './read-run-options.ts';
import { typedTexts } from './typed-options.ts';

/** The options of `e911 export`, defaults filled in. @throws UsageError */
export async function readExportOptions(session: Session, config: Config): Promise<ExportOptions> {
  const texts = typedTexts(exportOptions, session.args);
  const { out, compare, against, mapping, map } = texts;
  const kind = EXPORT_KINDS.find((name) => name === session.args.text('kind')) ?? 'numbers';
  return exportRequest(
    {
      ...texts,
      ...(out !== undefined && { out: typedPath(session, out) }),
      ...(compare !== undefined && { compare: await sheetAt(session, compare) }),
      ...(against !== undefined && { against: await sheetAt(session, against) }),
      ...(mapping !== undefined && { map: readMapping(typedPath(session, mapping), map ?? []) }),
    },
    { kind, state: await stateOf(session) },
    config,
  );
}
