/** What was seen of an account and holds for later runs. */
export type Observation = 'emergency-status-ignored';

/** The compliance export that an account was in last. */
export interface ComplianceExport {
  readonly path: string;
  readonly sha256: string;
  readonly finishedAt: string;
}
