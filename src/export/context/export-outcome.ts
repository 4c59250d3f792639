import { many } from '../../domain/plural.ts';
import { EXIT_CODES } from '../../errors/exit-codes.ts';
import { PAUSED_CODE } from '../../errors/provider-error.ts';
import type { ExportKind } from '../../providers/capabilities.ts';
import type { ExportContext, Written } from './export-context.ts';
import type { ExportReport } from './export-options.ts';

const WORDS: Readonly<Record<ExportKind, readonly [one: string, more: string]>> = {
  numbers: ['number', 'numbers'],
  addresses: ['address', 'addresses'],
  recipients: ['recipient', 'recipients'],
  available: ['available number', 'available numbers'],
};

/** How an export ended: whole, with findings, or cut short, and the exit code for it. */
export function reportOf(context: ExportContext, written: Written): ExportReport {
  const { readings, options } = context;
  const complete = readings.every(({ problem }) => problem === '');
  const found = Object.values(written.findings?.bySeverity ?? {}).reduce((sum, count) => sum + count, 0);
  // The files of a compliance set say INCOMPLETE themselves; a plain export that reached no account has nothing to say.
  const reachedNone = options.compliance === null && readings.every(({ reached }) => !reached);
  const isPaused = reachedNone && readings.every(({ code }) => code === PAUSED_CODE);
  const notReached = isPaused ? EXIT_CODES.pending : EXIT_CODES.access;
  const cutOff = reachedNone ? notReached : EXIT_CODES.incomplete;
  const exit = !complete ? cutOff : found > 0 ? EXIT_CODES.findings : EXIT_CODES.done;
  const names = readings.filter(({ problem }) => problem !== '').map(({ account }) => account);
  return {
    exportId: context.exportId,
    kind: options.kind,
    outDir: context.out.path,
    exitCode: exit.code,
    exitReason: complete
      ? `Exported ${many(written.rows, ...WORDS[options.kind])}${found > 0 ? `, ${many(found, 'finding')}` : ''}`
      : `INCOMPLETE: ${names.join(', ')} ${names.length === 1 ? 'was' : 'were'} not read to the end`,
    complete,
    rows: written.rows,
    files: written.files,
    readings,
    coverage: written.coverage,
    changes: written.changes,
    findings: written.findings,
  };
}

/** Interrupted: no file is written, because a part of an export could pass for the whole. */
export function stopped(context: ExportContext): ExportReport {
  const written = { files: [], rows: 0, coverage: {}, changes: null, findings: null };
  const { code, reason } = EXIT_CODES.interrupted;
  return { ...reportOf(context, written), complete: false, exitCode: code, exitReason: reason };
}
