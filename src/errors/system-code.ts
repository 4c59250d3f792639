/** The code of an error of the system or of Node (`ENOSPC`, `Z_DATA_ERROR`), empty when it has none. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
