import type { RunOptions } from '../../run/context/run-options.ts';
import { type Session, stateDirOf, typedPath } from '../session.ts';
import type { Arguments } from './arguments.ts';
import { columnValue, delimiter, durationMs, positiveInteger, rowRange, threshold } from './option-values.ts';

const DEFAULT_WAIT_MS = 10 * 60_000;
const DEFAULT_MAX_OPEN = 5;
const DEFAULT_SHARE = { kind: 'percent', value: 30 } as const;
const DEFAULT_MAX_ERRORS = { kind: 'percent', value: 10 } as const;

/** The options of a command line as a run takes them, defaults filled in (CONTRACT section 2). @throws UsageError */
export function readRunOptions(session: Session, command: RunOptions['command']): RunOptions {
  const { args } = session;
  const out = args.text('out');
  return {
    command,
    input: typedPath(session, args.text('sheet') ?? ''),
    ofRun: undefined,
    stateDir: stateDirOf(session),
    outDir: out === undefined ? undefined : typedPath(session, out),
    account: args.text('account'),
    online: args.flag('online'),
    accept: acceptOf(args),
    checkByCreate: args.flag('check-by-create'),
    maxReplace: args.parsed('max-replace', threshold, DEFAULT_SHARE),
    maxRemove: args.parsed('max-remove', threshold, DEFAULT_SHARE),
    maxErrors: args.parsed('max-errors', threshold, DEFAULT_MAX_ERRORS),
    strict: args.flag('strict'),
    force: args.flag('force'),
    waitMs: args.parsed('wait', durationMs, DEFAULT_WAIT_MS),
    maxOpen: args.parsed('max-open', positiveInteger, DEFAULT_MAX_OPEN),
    prune: args.flag('prune'),
    failOnChanges: args.flag('fail-on-changes'),
    rows: args.parsed('rows', rowRange, undefined),
    where: args.parsed('where', columnValue, undefined),
    limit: args.parsed('limit', positiveInteger, undefined),
    delimiter: args.parsed('delimiter', delimiter, undefined),
    encoding: args.text('encoding'),
    headerRow: args.parsed('header-row', positiveInteger, undefined),
    worksheet: args.text('worksheet'),
    maxXlsxMb: args.parsed('max-xlsx-mb', positiveInteger, undefined),
    bom: args.flag('bom'),
  };
}

function acceptOf(args: Arguments): RunOptions['accept'] {
  const text = args.text('accept');
  return text === 'formatting' || text === 'all' ? text : 'none';
}
