import type { AccountReading } from '../context/export-options.ts';
import type { ComplianceSet } from './compliance-facts.ts';
import { coveredPercent } from './covered-percent.ts';

/** The form of manifest.json; a later form has a higher number. */
const MANIFEST_VERSION = 1;

/** What was asked for was read to the end. Never COMPLETE alone: no list is known to show everything that can dial 911. */
const COMPLETE_FOR_SCOPE = 'COMPLETE FOR THE SCOPE';

/**
 * manifest.json as plain data: who read which accounts and when, how complete that is, and the SHA-256 of each file. All times
 * are in members that end in `_at`; everything else is the same for two exports of one state.
 */
export function manifestOf(set: ComplianceSet): unknown {
  const { context, evaluation, findings, changes } = set;
  const { host, options, readings, earlier } = context;
  const cutOff = readings.filter(({ problem }) => problem !== '');
  return {
    manifest_version: MANIFEST_VERSION,
    what: 'e911 compliance export',
    status: cutOff.length === 0 ? COMPLETE_FOR_SCOPE : 'INCOMPLETE',
    incomplete: cutOff.map(({ account, problem, hint }) => ({ account, problem, hint })),
    started_at: context.startedAt,
    finished_at: set.finishedAt,
    operator: host.operator,
    host: host.host,
    options: {
      accounts: options.accounts,
      against: earlier.sheet?.name ?? null,
      shared_from: options.compliance?.sharedFrom ?? null,
    },
    accounts: readings.map((reading) => accountOf(reading, set)),
    unreachable_accounts: readings.filter(({ reached }) => !reached).map(({ account }) => account),
    counts: {
      numbers: evaluation.numbers,
      in_scope: evaluation.inScope,
      by_status: evaluation.coverage,
      findings_by_severity: findings.bySeverity,
      findings_by_code: findings.byCode,
      changes: {
        added: changes.added,
        removed: changes.removed,
        changed: changes.changed,
        newly_failing: changes.newlyFailing,
        findings_changed: changes.findingsChanged,
      },
      differences: evaluation.differences,
    },
    against:
      earlier.sheet === null
        ? null
        : {
            name: earlier.sheet.name,
            sha256: earlier.sheet.sha256,
            rows_of_other_accounts: earlier.sheet.elsewhere,
          },
    files: set.files.map(({ name, sha256, bytes, rows }) => ({ name, sha256, bytes, rows })),
  };
}

function accountOf(reading: AccountReading, { evaluation, context }: ComplianceSet) {
  const last = context.earlier.last[reading.index];
  return {
    account: reading.account,
    provider: reading.title,
    account_key: reading.accountKey,
    scope: reading.scope,
    cannot_list: reading.cannotList,
    read_to_its_end: reading.problem === '',
    pages_read: reading.pages,
    numbers_read: reading.listed,
    numbers_unreadable: reading.unreadable,
    // Null where the provider gives no total; the end of its pages is checked there instead.
    numbers_by_provider: reading.total,
    by_status: evaluation.coverageOf[reading.index] ?? {},
    covered_percent: coveredPercent(evaluation.coverageOf[reading.index]),
    started_at: reading.startedAt,
    finished_at: reading.finishedAt,
    last_export:
      last === undefined || last.state === 'none'
        ? null
        : { state: last.state, sha256: last.sha256, finished_at: last.finishedAt || null },
  };
}
