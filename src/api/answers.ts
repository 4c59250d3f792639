import { nextText } from '../domain/next-command.ts';
import { keyCells } from '../domain/request/subject-key.ts';
import type { ExportReport } from '../export/context/export-options.ts';
import type { OpenGap } from '../journal/records.ts';
import type { MigrationReport } from '../migrate/migration-report.ts';
import type { RunReport } from '../run/context/run-options.ts';
import type { ExportAnswer, Failure, MigrationAnswer, RunAnswer } from './types/index.ts';

/** How a run ended, as `--json` prints it. */
export function runAnswer(report: RunReport): RunAnswer {
  return {
    run_id: report.runId,
    out_dir: report.outDir,
    exit_code: report.exitCode,
    exit_reason: report.exitReason,
    changes: report.changes,
    examples: report.examples.map(({ phoneNumber, ...example }) => ({
      ...example,
      phone_number: phoneNumber,
    })),
    uncovered: report.uncovered.map(({ account, phoneNumber }) => ({ account, ...keyCells(phoneNumber) })),
    bought_uncovered: report.boughtUncovered.map(({ account, phoneNumber }) => ({
      account,
      ...keyCells(phoneNumber),
    })),
    next: nextText(report.next),
    otherwise: nextText(report.next?.otherwise ?? null),
    summary: { ...report.summary },
  };
}

/** How an export ended, as `--json` prints it and `--notify` posts it. */
export function exportAnswer(report: ExportReport): ExportAnswer {
  const { changes, findings } = report;
  return {
    export_id: report.exportId,
    kind: report.kind,
    complete: report.complete,
    rows: report.rows,
    out: report.outDir,
    files: report.files,
    accounts: report.readings.map((reading) => ({
      account: reading.account,
      provider: reading.title,
      rows: reading.rows,
      pages: reading.pages,
      listed: reading.listed,
      total: reading.total,
      complete: reading.problem === '',
      limited: reading.limited,
      ...(findings === null ? {} : { scope: reading.scope, cannot_list: reading.cannotList }),
      reached: reading.reached,
      problem: reading.problem,
      hint: reading.hint,
    })),
    status: report.coverage,
    changes: changes && {
      added: changes.added,
      removed: changes.removed,
      changed: changes.changed,
      newly_failing: changes.newlyFailing,
      ...(report.findings === null ? {} : { findings_changed: changes.findingsChanged }),
    },
    findings: findings && { by_severity: findings.bySeverity, by_code: findings.byCode },
    exit_code: report.exitCode,
    exit_reason: report.exitReason,
  };
}

/** How a migration ended, as `--json` prints it. */
export function migrationAnswer(report: MigrationReport): MigrationAnswer {
  return {
    migration_id: report.migrationId,
    old_account: report.oldAccount,
    new_account: report.newAccount,
    out_dir: report.outDir,
    numbers: report.numbers,
    verified: report.verified,
    removed: report.removed,
    stayed: report.stayed.map(({ phoneNumber, why }) => ({ phone_number: phoneNumber, why })),
    nothing_to_move: report.leftOut,
    columns_left_out: report.columnsLeftOut,
    parts: report.parts.map(({ what, runId, exitCode, exitReason }) => ({
      what,
      run_id: runId,
      exit_code: exitCode,
      exit_reason: exitReason,
    })),
    exit_code: report.exitCode,
    exit_reason: report.exitReason,
    next: nextText(report.next),
  };
}

/** One uncovered number in the JSON answers. */
export function gapAnswer({ runId, account, phoneNumber, since }: OpenGap): Failure['uncovered'][number] {
  return { run_id: runId, account, ...keyCells(phoneNumber), since };
}
