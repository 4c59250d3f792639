/** Modes of libpq that the driver takes for `verify-full`, each with a warning of several lines on stderr. */
const VERIFIED = ['prefer', 'require', 'verify-ca'];
/** What the driver leaves as it is in the name of a database: the characters that may stand in a path. */
const OF_PATHS = /%(?:2f|3a|3b|40|26|3d|2b|24|2c)/gi;

/** The URL of a database as the driver reads it. @param url one that can be parsed */
export function driverUrl(url: string): string {
  const read = new URL(url);
  const isVerified = VERIFIED.includes(read.searchParams.get('sslmode') ?? '');
  if (isVerified) read.searchParams.set('sslmode', 'verify-full');
  read.pathname = read.pathname.replace(OF_PATHS, decodeURIComponent);
  return read.href;
}
