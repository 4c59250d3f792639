import { existsSync } from 'node:fs';
import path from 'node:path';
import { loadOld } from '../comparison/compare.ts';
import type { LastOfAccount, OldExport } from '../context/earlier.ts';
import type { ExportContext } from '../context/export-context.ts';
import { COMPLIANCE_COMPARISON } from './compliance-rows.ts';

/**
 * Puts the accounts' last compliance exports into the spool; `--compare` names another one in their place.
 * @throws UsageError when the named file is not a compliance export.
 */
export async function loadLast(
  context: Pick<ExportContext, 'options' | 'indexOf' | 'spool' | 'readings' | 'journal'>,
): Promise<{ readonly old: OldExport | null; readonly last: readonly LastOfAccount[] }> {
  const { options, indexOf, spool, readings, journal } = context;
  if (options.compare !== undefined) {
    const old = await loadOld(options.compare, COMPLIANCE_COMPARISON, indexOf, spool);
    const last = readings.map(({ account }) => ({
      account,
      state: 'compared' as const,
      sha256: old.sha256,
      finishedAt: '',
    }));
    return { old, last };
  }
  const last: LastOfAccount[] = [];
  const found: OldExport[] = [];
  for (const { account, accountKey, index } of readings) {
    const known = await journal?.complianceExport(accountKey);
    if (!known) {
      last.push({ account, state: 'none', sha256: '', finishedAt: '' });
      continue;
    }
    const { sha256, finishedAt } = known;
    if (!existsSync(known.path)) {
      last.push({ account, state: 'gone', sha256, finishedAt });
      continue;
    }
    const old = await loadOld(known.path, COMPLIANCE_COMPARISON, new Map([[account, index]]), spool);
    const isSame = old.sha256 === sha256;
    if (isSame) found.push(old);
    else for (const { account: at, key } of spool.all('old')) if (at === index) spool.remove('old', at, key);
    last.push({ account, state: isSame ? 'compared' : 'changed', sha256, finishedAt });
  }
  const [first] = found;
  if (first === undefined) return { old: null, last };
  const union = (sets: readonly ReadonlySet<number>[]) => new Set(sets.flatMap((set) => [...set]));
  const accounts = union(found.map((one) => one.accounts));
  return { old: { ...first, accounts, cutOff: union(found.map(({ cutOff }) => cutOff)) }, last };
}

/** Keeps this export as the last one of its accounts. Only for one that is complete: a part is nothing to compare with. */
export async function keepAsLast(
  context: ExportContext,
  file: { name: string; sha256: string },
  finishedAt: string,
): Promise<void> {
  const kept = { path: path.join(context.out.path, file.name), sha256: file.sha256, finishedAt };
  for (const { accountKey } of context.readings) {
    await context.journal?.saveComplianceExport(accountKey, kept);
  }
}
