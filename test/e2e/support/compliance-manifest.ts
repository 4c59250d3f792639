/** The parts of manifest.json that the tests read. */
export interface Manifest {
  readonly status: string;
  readonly operator: string;
  readonly unreachable_accounts: readonly string[];
  readonly accounts: readonly {
    readonly account: string;
    readonly scope: string;
    readonly cannot_list: string;
    readonly read_to_its_end: boolean;
    readonly numbers_read: number;
    readonly numbers_by_provider: number | null;
    readonly last_export: { readonly state: string; readonly sha256: string } | null;
  }[];
  readonly counts: {
    readonly numbers: number;
    readonly findings_by_code: Readonly<Record<string, number>>;
    readonly changes: Readonly<Record<string, number>>;
  };
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
}
