import type { Capabilities } from '../../providers/contract.ts';

/** What every row of an account begins with. */
export interface RowOwner {
  readonly account: string;
  readonly provider: string;
}

/** An account as the rows need it. */
export interface RowAccount extends RowOwner {
  readonly capabilities: Capabilities;
  /** Whether the account is known to ignore its emergency switch. */
  readonly switchIgnored: boolean;
}
