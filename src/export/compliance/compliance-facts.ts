import type { WrittenFile } from '../../report/out-folder.ts';
import type { ExportContext } from '../context/export-context.ts';
import type { ChangeCounts, FindingCounts } from '../context/export-options.ts';
import type { Evaluation } from './evaluate.ts';

/** All that the files of a compliance set are made from, once everything is read and worked out. */
export interface ComplianceSet {
  readonly context: ExportContext;
  readonly evaluation: Evaluation;
  readonly findings: FindingCounts;
  readonly changes: ChangeCounts;
  /** `2026-11-21`, UTC. */
  readonly observedOn: string;
  readonly finishedAt: string;
  /** The files written so far, with the number of rows of each. */
  readonly files: readonly (WrittenFile & { readonly rows: number })[];
}
