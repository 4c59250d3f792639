import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A PostgreSQL server of these tests, with a folder of its own. */
export interface TestServer {
  /** `postgres://` with the superuser's name and password, without a database. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Ends every process of the server at once, as a power loss does (SIGQUIT to the postmaster; nothing is flushed). */
  crash(): void;
  /** Starts it again in its folder. */
  start(): void;
  /** Ends it and deletes its folder. */
  remove(): void;
}

const USER = 'owner';
const PASSWORD = 'a test password';
/** Named by the global setup: the folder of the one server that all test files of a run share. */
const SHARED = 'E911_TEST_POSTGRES';
const READY = 'ready.json';

const DEBIAN = '/usr/lib/postgresql';
/**
 * Systems give out ports from 32768 (Linux) or 49152 on. A server that starts a second after its port was found free, and again after
 * a crash, must not meet a connection of another test there.
 */
const PORTS = { from: 15_000, count: 15_000 };

/**
 * The folder of the newest server programs: `POSTGRES_BIN`, or where Debian puts them. A test that needs a server fails where there
 * is none: half of what keeps numbers covered would not be tested.
 */
function postgresFolder(): string {
  const named = process.env['POSTGRES_BIN'];
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  const newestFirst = versions.sort((a, b) => Number(b) - Number(a));
  const folders =
    named === undefined ? newestFirst.map((version) => path.join(DEBIAN, version, 'bin')) : [named];
  const found = folders.find((folder) => existsSync(path.join(folder, 'postgres')));
  if (found !== undefined) return found;
  throw new Error(
    `no PostgreSQL server in ${named ?? DEBIAN}: apt-get install postgresql, or name the folder of its programs in POSTGRES_BIN`,
  );
}

/** The server that all test files of a run share: started by the first that asks, ended by the global setup. */
export async function sharedServer(): Promise<{ readonly url: string }> {
  const folder = process.env[SHARED];
  if (folder === undefined) throw new Error('the global setup of the tests did not run');
  const ready = path.join(folder, READY);
  postgresFolder();
  try {
    mkdirSync(path.join(folder, 'begun'));
    const server = await startServer(path.join(folder, 'data'));
    writeFileSync(`${ready}.new`, JSON.stringify({ url: server.url }));
    renameSync(`${ready}.new`, ready);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  // Another test file is starting it; a start that fails there fails here by the time limit of the test.
  while (!existsSync(ready)) await sleep(50);
  return JSON.parse(readFileSync(ready, 'utf8')) as { url: string };
}

/** Names the folder of the shared server; returns what ends the server, if some test started it. */
export function endSharedServer(): () => void {
  const folder = mkdtempSync(path.join(tmpdir(), 'e911-postgres-'));
  process.env[SHARED] = folder;
  return () => {
    const data = path.join(folder, 'data');
    if (isRunning(data)) stop(data);
    rmSync(folder, { recursive: true, force: true });
  };
}

/** Starts a server of one's own in a new folder, for tests that kill it. Its syncs are real. */
export async function startServer(
  data = mkdtempSync(path.join(tmpdir(), 'e911-postgres-')),
): Promise<TestServer> {
  const port = await freePort();
  mkdirSync(data, { recursive: true });
  const owner = ownerOf();
  // Its parent folder is a person's own: the user of the server has to get through.
  if (owner !== null) {
    execFileSync('chmod', ['a+x', path.dirname(data)]);
    chownSync(data, owner.uid, owner.gid);
  }
  const password = path.join(data, '..', `${path.basename(data)}.password`);
  writeFileSync(password, `${PASSWORD}\n`, { mode: 0o644 });
  command(data, 'initdb', [
    '-D',
    data,
    '-U',
    USER,
    '--pwfile',
    password,
    '-A',
    'scram-sha-256',
    '-E',
    'UTF8',
    '--no-instructions',
    '--no-sync',
    '--locale=C.UTF-8',
  ]);
  rmSync(password);
  const settings = `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories='' -c max_connections=100`;
  const log = path.join(data, 'server.log');
  const start = (): void =>
    command(data, 'pg_ctl', ['start', '-D', data, '-l', log, '-w', '-t', '60', '-o', settings]);
  start();
  return {
    url: `postgres://${USER}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}`,
    host: '127.0.0.1',
    port,
    crash: () => stop(data),
    start,
    remove: () => {
      if (isRunning(data)) stop(data);
      rmSync(data, { recursive: true, force: true });
    },
  };
}

const isRunning = (data: string): boolean => existsSync(path.join(data, 'postmaster.pid'));

/** At once: SIGQUIT to every process of the server. */
function stop(data: string): void {
  command(data, 'pg_ctl', ['stop', '-D', data, '-m', 'immediate', '-w']);
}

/** PostgreSQL refuses to run as root: there it runs as the user of Debian's package. */
function ownerOf(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function command(data: string, program: string, args: readonly string[]): void {
  const full = [path.join(postgresFolder(), program), ...args];
  const owner = ownerOf();
  const [first = '', ...rest] =
    owner === null
      ? full
      : ['setpriv', `--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups', ...full];
  const cwd = statSync(data).isDirectory() ? data : tmpdir();
  execFileSync(first, rest, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
}

async function freePort(): Promise<number> {
  for (;;) {
    const port = PORTS.from + randomInt(PORTS.count);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    });
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
