/** The path that means "read the sheet from stdin"; it is typed as `-`. Apart from what reads it, since each command line asks for it. */
export const STDIN = '/dev/stdin';
