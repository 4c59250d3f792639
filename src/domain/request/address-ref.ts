const PREFIX = /^ref:\s*/i;

/** The reference in an `address_id` of the form `ref:SITE2`; empty where nothing follows `ref:`, null in any other cell. */
export function readAddressRef(cell: string): string | null {
  return PREFIX.test(cell) ? cell.replace(PREFIX, '') : null;
}
