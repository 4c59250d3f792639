import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { tryExample } from './consumer.ts';

// npm run try-package: packs this folder as npm would, installs the archive elsewhere, and works with it there.

const run = promisify(execFile);
const HOUSE = fileURLToPath(new URL('../../', import.meta.url));
const MOST_BYTES = 1_200_000;

/** Says what was proved, or throws. */
function require(isTrue: boolean, what: string): void {
  if (!isTrue) throw new Error(`not so: ${what}`);
  process.stdout.write(`${what}\n`);
}

/** Packs without a build beside it: `prepack` has to make it. */
async function pack(into: string): Promise<string> {
  await rm(path.join(HOUSE, 'dist'), { recursive: true, force: true });
  await run('npm', ['pack', '--pack-destination', into], { cwd: HOUSE });
  const [archive = ''] = await readdir(into);
  const { size } = await stat(path.join(into, archive));
  require(size < MOST_BYTES, `${archive} has ${size} bytes, at most ${MOST_BYTES}`);
  return path.join(into, archive);
}

async function install(archive: string, folder: string): Promise<string> {
  await mkdir(folder);
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', archive], { cwd: folder });
  return path.join(folder, 'node_modules/e911-bulk');
}

/** Everything that the README and the guides link to must be in the package. */
async function requireLinks(packed: string): Promise<void> {
  const pages = ['README.md', ...(await readdir(path.join(packed, 'docs'))).map((name) => `docs/${name}`)];
  let count = 0;
  for (const page of pages.filter((name) => name.endsWith('.md'))) {
    const text = await readFile(path.join(packed, page), 'utf8');
    for (const [, target = ''] of text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)) {
      await stat(path.join(packed, path.dirname(page), target));
      count += 1;
    }
  }
  require(count > 10, `${count} links lead to files of the package`);
}

const folder = await mkdtemp(path.join(tmpdir(), 'e911-package-'));
try {
  const packs = path.join(folder, 'packs');
  await mkdir(packs);
  const home = path.join(folder, 'home');
  const packed = await install(await pack(packs), home);
  const files = await readdir(packed, { recursive: true });
  require(!files.some((file) => file.endsWith('.map')), `${files.length} files, no source map among them`);
  await requireLinks(packed);
  const e911 = (...words: string[]) => run(path.join(home, 'node_modules/.bin/e911'), words, { cwd: home });
  const { version } = JSON.parse(await readFile(path.join(packed, 'package.json'), 'utf8')) as {
    version: string;
  };
  require((await e911('--version')).stdout ===
    `${version}\n`, 'e911 --version, in a folder with a package.json of its own');
  require((await e911('--help')).stdout.includes('e911 <command>'), 'e911 --help');
  await e911('template', 'twilio-assign', '--out', 'numbers.csv');
  const applied = await e911('apply', 'numbers.csv', '--sandbox', '--yes');
  require(applied.stdout.includes('(exit 0)'), 'e911 template and apply --sandbox');
  require((await tryExample(home)).includes('applied'), 'docs/api.md, typed and run');
} finally {
  await rm(folder, { recursive: true, force: true });
}
