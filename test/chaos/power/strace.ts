import { spawnSync } from 'node:child_process';

/** What a process did to the disk and to the network, in order. Paths are absolute. */
export type TracedEvent =
  | { readonly kind: 'open'; readonly path: string; readonly isEmptied: boolean }
  /** `at` is null for what is appended. */
  | { readonly kind: 'write'; readonly path: string; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly path: string; readonly length: number }
  /** Of a file or a folder; what came before it is durable. */
  | { readonly kind: 'sync'; readonly path: string }
  | { readonly kind: 'rename'; readonly path: string; readonly to: string }
  | { readonly kind: 'unlink'; readonly path: string }
  /** A request that may change something leaves: its first line. */
  | { readonly kind: 'send'; readonly request: string };

const CALLS = [
  ...['openat', 'pwrite64', 'write', 'writev', 'sendto', 'fsync', 'fdatasync', 'ftruncate'],
  ...['unlink', 'unlinkat', 'rename', 'renameat', 'renameat2'],
];

/** Whether strace is installed, and may trace a process here: a container can forbid it. */
export function hasStrace(): boolean {
  return spawnSync('strace', ['-o', '/dev/null', 'true'], { stdio: 'ignore' }).status === 0;
}

/** What a command is started with, so that `file` gets its system calls. */
export function underStrace(file: string): readonly string[] {
  return ['strace', '-f', '-y', '-xx', '-s', '10000000', '-e', `trace=${CALLS.join(',')}`, '-o', file];
}

/** Letters are written as `\xNN` everywhere, paths too. */
const plain = (text: string): Buffer =>
  Buffer.from(text.replaceAll(/\\x([0-9a-f]{2})/g, '$1').replaceAll(/[^0-9a-f]/g, ''), 'hex');
const STRING = /"((?:\\x[0-9a-f]{2})*)"/g;
const stringsOf = (text: string): Buffer[] => [...text.matchAll(STRING)].map(([, hex = '']) => plain(hex));
const CHANGING = /^(?:POST|PUT|PATCH|DELETE) \S+/;
/** What is asked by a POST and changes nothing. */
const READING = /token|:validate|geocodeRequest/;

/** Where the next plain write of each descriptor goes. */
type Positions = Map<string, { at: number; readonly isAppend: boolean }>;

/** Reads what strace wrote; `sizes` are those of the files that were there. A call that another thread interrupted counts from its beginning, a sync from its end. */
export function readTrace(text: string, sizes: Map<string, number> = new Map()): TracedEvent[] {
  const events: TracedEvent[] = [];
  const begun = new Map<string, string>();
  const positions: Positions = new Map();
  for (const line of text.split('\n')) {
    const [, thread = '', rest = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    const unfinished = rest.endsWith('<unfinished ...>');
    const resumed = /^<\.\.\. (\w+) resumed>(.*)$/.exec(rest);
    if (unfinished) begun.set(thread, rest.slice(0, -'<unfinished ...>'.length));
    if (unfinished && !/^(fsync|fdatasync|openat)/.test(rest)) {
      const event = eventOf(`${begun.get(thread)}) = 0`, positions, sizes);
      if (event) events.push(event);
      begun.delete(thread);
      continue;
    }
    if (unfinished) continue;
    const whole = resumed ? `${begun.get(thread) ?? ''}${resumed[2] ?? ''}` : rest;
    if (resumed && !begun.has(thread)) continue;
    begun.delete(thread);
    const event = eventOf(whole, positions, sizes);
    if (event) events.push(event);
  }
  return events;
}

function eventOf(line: string, positions: Positions, sizes: Map<string, number>): TracedEvent | null {
  const [, name = '', given = '', result = ''] = /^(\w+)\((.*)\)\s+= (.*)$/.exec(line) ?? [];
  if (name === '' || result.startsWith('-1')) return null;
  const [, descriptor = '', decorated = ''] = /^(\d+)<((?:\\x[0-9a-f]{2})+)>/.exec(given) ?? [];
  const path = plain(decorated).toString();
  const strings = stringsOf(given);
  const last = Number(/(\d+)\s*$/.exec(given)?.[1] ?? 0);
  switch (name) {
    case 'openat': {
      const opened = strings[0]?.toString() ?? '';
      const file = /^(\d+)/.exec(result)?.[1] ?? '';
      if (given.includes('O_TRUNC')) sizes.set(opened, 0);
      positions.set(file, { at: 0, isAppend: given.includes('O_APPEND') });
      return given.includes('O_CREAT')
        ? { kind: 'open', path: opened, isEmptied: given.includes('O_TRUNC') }
        : null;
    }
    case 'pwrite64':
      return written(path, last, strings[0], sizes);
    case 'write':
    case 'writev':
    case 'sendto': {
      const bytes = Buffer.concat(strings);
      if (path.startsWith('socket:')) {
        const [request] = CHANGING.exec(bytes.subarray(0, 2_000).toString('latin1')) ?? [];
        return request === undefined || READING.test(request) ? null : { kind: 'send', request };
      }
      const position = positions.get(descriptor);
      if (!path.startsWith('/') || !position) return null;
      const at = position.isAppend ? (sizes.get(path) ?? 0) : position.at;
      position.at = at + bytes.length;
      return written(path, at, bytes, sizes);
    }
    case 'ftruncate':
      sizes.set(path, last);
      return { kind: 'truncate', path, length: last };
    case 'fsync':
    case 'fdatasync':
      return { kind: 'sync', path };
    case 'unlink':
    case 'unlinkat':
      return { kind: 'unlink', path: strings[0]?.toString() ?? '' };
    default:
      return { kind: 'rename', path: strings[0]?.toString() ?? '', to: strings[1]?.toString() ?? '' };
  }
}

function written(
  path: string,
  at: number,
  bytes: Buffer | undefined,
  sizes: Map<string, number>,
): TracedEvent {
  const { length } = bytes ?? Buffer.alloc(0);
  sizes.set(path, Math.max(sizes.get(path) ?? 0, at + length));
  return { kind: 'write', path, at, bytes: bytes ?? Buffer.alloc(0) };
}
