// Builds what the package ships: `dist/bin.js`, `dist/index.js`, and their chunks with the packages they use, the types, the pages,
// and the licenses of these packages. Types are checked by tsc before it. Takes the root of the sources, this folder by default.
import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/**
 * @param root folder with `src` and `node_modules`
 * @returns after `root/dist` is written anew
 */
export async function buildProgram(root) {
  const dist = path.join(root, 'dist');
  await rm(dist, { recursive: true, force: true });
  const inputs = await bundleProgram(root, dist);
  await build({
    absWorkingDir: root,
    entryPoints: ['report', 'review'].flatMap((page) => {
      const folder = page === 'report' ? 'src/report/html/page' : 'src/review/page';
      return ['ts', 'css', 'html'].map((type) => ({ in: `${folder}/${page}.${type}`, out: page }));
    }),
    outdir: path.join(dist, 'pages'),
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    loader: { '.html': 'copy' },
    logLevel: 'warning',
  });
  const program = path.join(dist, 'bin.js');
  await chmod(program, 0o755);
  const page = await promisify(execFile)(process.execPath, [program, '--get-man-page']);
  await writeFile(path.join(dist, 'e911.1'), page.stdout);
  await shipTypes(path.join(root, 'src/api/types'), path.join(dist, 'types'));
  await writeFile(path.join(dist, 'LICENSES.txt'), await licenses(root, inputs));
}

/**
 * @param root folder with `src` and `node_modules`
 * @param dist folder for the bundle; what the pages, the man page, and the licenses need is not in it
 * @param plugins further plugins of esbuild
 * @returns the paths of all sources that are in the bundle, below the root
 */
export async function bundleProgram(root, dist, plugins = []) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: {
      bin: 'src/bin.ts',
      index: 'src/index.ts',
      'csv-worker': 'src/sheet/csv/csv-worker.ts',
      'workbook-worker': 'src/sheet/workbook/workbook-worker.ts',
    },
    outdir: dist,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    charset: 'utf8',
    // Names stay, so that the stack of an internal error says something.
    minifySyntax: true,
    minifyWhitespace: true,
    minifyIdentifiers: true,
    keepNames: true,
    legalComments: 'none',
    chunkNames: 'chunks/[name]-[hash]',
    // A native library, and two with large tables that few commands read: npm installs them.
    external: ['libsql', 'pg', 'pg-boss', 'hucre', 'iconv-lite'],
    plugins: [englishOnly, requestsOnly, oneParser, statesOnly, oneWidth, ...plugins],
    // For the packages that are CommonJS.
    banner: { js: "import{createRequire as createCjsRequire}from'node:module';const require=createCjsRequire(import.meta.url);" },
    metafile: true,
    logLevel: 'warning',
  });
  return Object.keys(metafile.inputs);
}

/** The types of the package: files that hold types alone and import only each other. */
async function shipTypes(from, to) {
  await mkdir(to);
  for (const file of await readdir(from)) {
    const text = await readFile(path.join(from, file), 'utf8');
    await writeFile(path.join(to, file.replace(/\.ts$/, '.d.ts')), text.replaceAll(".ts';", ".js';"));
  }
}

/** zod carries its messages in fifty languages; the program writes its own. */
const englishOnly = {
  name: 'english-only',
  setup({ onLoad }) {
    const contents = "export { default as en } from './en.js';";
    onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({ contents, loader: 'js' }));
  },
};

/** Countries whose states or provinces are in the bundle, as `domain/address/region.ts` asks for them. */
export const BUNDLED_STATES = ['US', 'CA'];

/** iso-3166 has the subdivisions of every country. */
const statesOnly = {
  name: 'states-only',
  setup({ onLoad }) {
    onLoad({ filter: /iso-3166\/2\.js$/ }, async ({ path: file }) => {
      const { iso31662 } = await import(pathToFileURL(file));
      const kept = iso31662.filter(({ code }) => BUNDLED_STATES.includes(code.slice(0, 2)));
      return { contents: `export const iso31662 = ${JSON.stringify(kept)};`, loader: 'js' };
    });
  },
};

/** undici loads its fetch, caches, proxies, and mocks with its first file; the program sends requests alone (http/undici-wire.ts). */
const requestsOnly = {
  name: 'requests-only',
  setup({ onLoad }) {
    onLoad({ filter: /node_modules\/undici\/index\.js$/ }, async ({ path: file }) => {
      const makeDispatcher = /^function makeDispatcher .*?^}/ms.exec(await readFile(file, 'utf8'))?.[0];
      const contents = `
        const Dispatcher = require('./lib/dispatcher/dispatcher');
        const errors = require('./lib/core/errors');
        const { InvalidArgumentError } = errors;
        const util = require('./lib/core/util');
        const api = require('./lib/api');
        const Agent = require('./lib/dispatcher/agent');
        const getGlobalDispatcher = () => { throw new InvalidArgumentError('no dispatcher'); };
        Object.assign(Dispatcher.prototype, api);
        ${makeDispatcher}
        const buildConnector = require('./lib/core/connect');
        module.exports = { Agent, buildConnector, errors, request: makeDispatcher(api.request) };`;
      return { contents, loader: 'js', resolveDir: path.dirname(file) };
    });
  },
};

/** undici carries its parser of HTTP twice, for processors with and without vector instructions; the second runs on all of them. */
const oneParser = {
  name: 'one-parser',
  setup({ onLoad }) {
    const contents = "module.exports = require('./llhttp-wasm.js');";
    onLoad({ filter: /undici\/lib\/llhttp\/llhttp_simd-wasm\.js$/ }, ({ path: file }) => ({
      ...{ contents, loader: 'js', resolveDir: path.dirname(file) },
    }));
  },
};

/**
 * Three releases of string-width came with the packages that draw text; loading one makes a segmenter, which takes a tenth of the
 * time of a short command. The package that wraps lines measures them without it.
 */
const oneWidth = {
  name: 'one-width',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^string-width$/ }, ({ resolveDir, kind }) =>
      resolve('fast-string-width', { resolveDir, kind }),
    );
  },
};

/** The license texts of the packages that are in the bundle, by name. */
async function licenses(root, inputs) {
  const folders = new Set(inputs.map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]).filter(Boolean));
  const texts = [...folders].sort().map(async (folder) => {
    const place = path.join(root, folder);
    const { name, version, license } = JSON.parse(await readFile(path.join(place, 'package.json'), 'utf8'));
    const file = (await readdir(place)).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file === undefined ? '' : await readFile(path.join(place, file), 'utf8');
    return `${name} ${version} (${license})\n\n${text.trim()}\n`;
  });
  return (await Promise.all(texts)).join(`\n${'-'.repeat(80)}\n\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildProgram(path.dirname(fileURLToPath(import.meta.url)));
}
