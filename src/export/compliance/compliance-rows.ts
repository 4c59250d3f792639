import { addressLine } from '../../domain/address/address.ts';
import { keyCells } from '../../domain/request/subject-key.ts';
import type { PresentRow } from '../comparison/compare.ts';
import type { Comparison } from '../comparison/row-change.ts';
import type { AccountReading } from '../context/export-options.ts';
import type { RowAccount } from '../context/row-account.ts';
import type { Spool } from '../context/spool.ts';
import { scopeOf } from '../numbers/coverage.ts';
import { type ChangedBy, type DoneBy, historyKey, placeHistoryKey } from '../numbers/history.ts';
import { addressKeyOf, type NumberFacts } from '../numbers/number-facts.ts';
import { FINDINGS, type FindingCode, hasUnit, severityOf } from './findings.ts';

/** The columns of compliance.csv (docs/contract.md, compliance set). */
export const COMPLIANCE_COLUMNS = [
  'provider',
  'account',
  'phone_number',
  'number_country',
  'voice_capable',
  'in_scope',
  'scope_reason',
  'caller_name',
  'address',
  'street',
  'unit',
  'city',
  'region',
  'postal_code',
  'address_country',
  'unit_present',
  'address_id',
  'provider_status',
  'status',
  'last_validated_at',
  'last_validated_run',
  'last_validated_by',
  'last_changed_at',
  'last_changed_run',
  'last_changed_by',
  'previous_address',
  'observed_at',
  'finding',
  'severity',
  'finding_codes',
  'read_error',
  'endpoint_user_id',
] as const;
export type ComplianceColumn = (typeof COMPLIANCE_COLUMNS)[number];
type ComplianceCells = Readonly<Partial<Record<ComplianceColumn, string>>>;

/** The columns of differences.csv. */
export const DIFFERENCE_COLUMNS = [
  'account',
  'phone_number',
  'difference',
  'sheet_row',
  'in_sheet',
  'at_provider',
  'endpoint_user_id',
] as const;

/**
 * Two compliance exports are compared by the state of the numbers: without the day of the export, without what runs did in
 * between, and without words of this program, which may change. Findings are compared apart, by their codes.
 */
export const COMPLIANCE_COMPARISON: Comparison = {
  key: ['phone_number'],
  otherwise: 'endpoint_user_id',
  state: 'status',
  findings: 'finding_codes',
  ignored: new Set(
    COMPLIANCE_COLUMNS.filter((name) =>
      /^(?:last_|previous_|observed_|finding$|severity$|scope_reason$)/.test(name),
    ),
  ),
};

/** One number as a row of compliance.csv. */
export function cellsOf(
  { spool, observedOn }: { readonly spool: Spool; readonly observedOn: string },
  owner: RowAccount,
  facts: NumberFacts,
  codes: readonly FindingCode[],
): ComplianceCells {
  const { number, address, account } = facts;
  const scope = scopeOf(number, owner.capabilities);
  const changed = spool.get<ChangedBy>('changed-by', account, historyKey(number.phoneNumber));
  const checked = lastChecked(spool, facts, owner);
  return {
    provider: owner.provider,
    account: owner.account,
    phone_number: keyCells(number.phoneNumber).phone_number,
    number_country: number.country,
    voice_capable: number.voiceCapable === null ? '' : number.voiceCapable ? 'yes' : 'no',
    in_scope: scope.inScope ? 'yes' : 'no',
    scope_reason: scope.why,
    caller_name: facts.callerName,
    address: address === null ? '' : addressLine(address),
    street: address?.street ?? '',
    unit: address?.unit ?? '',
    city: address?.city ?? '',
    region: address?.region ?? '',
    postal_code: address?.postalCode ?? '',
    address_country: address?.country ?? '',
    unit_present: address === null ? '' : hasUnit(facts) ? 'yes' : 'no',
    address_id: number.emergency.addressId,
    provider_status: number.emergency.status,
    status: facts.coverage,
    last_validated_at: checked?.at ?? '',
    last_validated_run: checked?.runId ?? '',
    last_validated_by: checked?.operator ?? '',
    last_changed_at: changed?.at ?? '',
    last_changed_run: changed?.runId ?? '',
    last_changed_by: changed?.operator ?? '',
    previous_address: changed?.previous == null ? '' : addressLine(changed.previous),
    observed_at: observedOn,
    finding: codes.map((code) => `${code}: ${FINDINGS[code].message}`).join(' '),
    severity: severityOf(codes),
    finding_codes: codes.join(' '),
    read_error: facts.unreadable,
    endpoint_user_id: number.facts['endpoint_user_id'] ?? '',
  };
}

/** The later of: this number was found or made covered by its address, and this address was accepted for any number. */
function lastChecked(spool: Spool, facts: NumberFacts, owner: RowAccount): DoneBy | null {
  const place = placeHistoryKey(addressKeyOf(facts, owner.capabilities));
  const keys = [historyKey(facts.number.phoneNumber), ...(facts.address === null ? [] : [place])];
  const found = keys.flatMap((key) => spool.get<DoneBy>('checked-by', facts.account, key) ?? []);
  return found.sort((one, other) => (one.at < other.at ? 1 : -1))[0] ?? null;
}

/** The rows of compliance.csv as they were worked out. */
export function* complianceRows(spool: Spool): Generator<PresentRow> {
  for (const { account, body } of spool.all<Record<string, string>>('row')) yield { account, cells: body };
}

/** The row that says in compliance.csv itself that an account is incomplete. */
export function incompleteCells({ account, provider, problem }: AccountReading): ComplianceCells {
  return { provider, account, status: 'unknown', finding: `INCOMPLETE: ${problem}`, severity: 'error' };
}
