const MASK = '***';
/** Shorter secrets would blank out ordinary words. */
const MIN_CHARS = 4;
/** A base64 piece shorter than this also turns up by chance. */
const MIN_BASE64_CHARS = 6;
const BASE64_CHAR = /[A-Za-z0-9+/=_-]/;

/** Takes secrets out of text before anybody sees it. */
export interface Redactor {
  redact(text: string): string;
  /** Adds a secret that came up on the way, such as an access token. */
  learn(secret: string): void;
}

/** A redactor for these secret values: as they are, percent-encoded, escaped for JSON or XML, in hex, and in base64 with anything before or behind. */
export function createRedactor(secrets: readonly string[]): Redactor {
  const known = new Map<string, (text: string) => string>();
  const learn = (secret: string): void => {
    if (secret.length >= MIN_CHARS && !known.has(secret)) known.set(secret, maskOf(secret));
  };
  for (const secret of longestFirst(secrets)) learn(secret);
  return {
    learn,
    redact: (text) => {
      let clean = text;
      for (const mask of known.values()) clean = mask(clean);
      return clean;
    },
  };
}

/** Longest first, or a secret that contains another would be left in halves. */
function longestFirst(texts: Iterable<string>): string[] {
  return [...texts].sort((a, b) => b.length - a.length);
}

function maskOf(secret: string): (text: string) => string {
  const markup = secret.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  const forms = new Set([
    secret,
    encodeURIComponent(secret.replace(/\p{Surrogate}/gu, '\ufffd')),
    new URLSearchParams([['', secret]]).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
    markup,
    markup.replace(/"/g, '&quot;').replace(/'/g, '&apos;'),
    Buffer.from(secret, 'utf8').toString('hex'),
  ]);
  const plain = anyOf(forms);
  const cores = base64Cores(secret);
  const base64 = cores.length === 0 ? null : anyOf(cores);
  return (text) => {
    const clean = text.replace(plain, MASK);
    return base64 === null ? clean : maskRuns(clean, base64);
  };
}

function anyOf(texts: Iterable<string>): RegExp {
  return new RegExp(longestFirst(texts).map(escapePattern).join('|'), 'gi');
}

/** Masks the whole base64 text around each hit. Done by hand: a pattern for it takes quadratic time on long base64 texts. */
function maskRuns(text: string, core: RegExp): string {
  let clean = '';
  let done = 0;
  for (const hit of text.matchAll(core)) {
    if (hit.index < done) continue;
    let from = hit.index;
    while (from > done && BASE64_CHAR.test(text.charAt(from - 1))) from -= 1;
    let to = hit.index + hit[0].length;
    while (to < text.length && BASE64_CHAR.test(text.charAt(to))) to += 1;
    clean += text.slice(done, from) + MASK;
    done = to;
  }
  return clean + text.slice(done);
}

/**
 * The characters of a base64 text that this secret alone decides, for each of the three places it can begin at in a group:
 * finds it in `user:secret` without knowing the user.
 */
function base64Cores(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const cores = new Set<string>();
  for (const before of [0, 1, 2]) {
    const padded = Buffer.concat([Buffer.alloc(before), bytes]);
    const whole = padded.toString('base64').replace(/=+$/, '');
    const first = Math.ceil((before * 8) / 6);
    const last = Math.floor((padded.length * 8) / 6);
    const core = whole.slice(first, last);
    if (core.length < MIN_BASE64_CHARS) continue;
    cores.add(core);
    cores.add(core.replaceAll('+', '-').replaceAll('/', '_'));
  }
  return [...cores];
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

/** Causes are shown with --verbose; they are rebuilt as plain text, without whatever else hangs on them. */
export function redactedCause(cause: Error, redactor: Redactor): Error {
  const inner = cause.cause instanceof Error ? `: ${cause.cause.message}` : '';
  return new Error(redactor.redact(`${cause.message}${inner}`));
}
