import type { Evidence } from './evidence.ts';
import { checkAddresses, checkRecords, checkStrangers } from './judge/addresses.ts';
import { checkFiles, checkSecretsAndModes } from './judge/files.ts';
import { checkCoverage, checkEffects, checkExit, checkRows, checkSameEnd } from './judge/numbers.ts';
import type { Report, Violation } from './judge/violation.ts';

/** What a run's evidence breaks; empty when every promise was kept. */
export function violations(evidence: Evidence): Violation[] {
  const found: Violation[] = [];
  const report: Report = (invariant, text) => void found.push({ invariant, text });
  const rows = checkFiles(evidence, report);
  checkSecretsAndModes(evidence, report);
  checkAddresses(evidence, rows, report);
  checkRecords(evidence, rows, report);
  checkEffects(evidence, report);
  checkCoverage(evidence, report);
  checkStrangers(evidence, report);
  if (rows) {
    checkRows(evidence, rows, report);
    checkExit(evidence, rows, report);
  }
  if (evidence.undisturbed) checkSameEnd(evidence, evidence.undisturbed, report);
  return found;
}
