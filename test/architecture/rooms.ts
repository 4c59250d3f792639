/** The room that a file is in: its folder, with each provider and each stand-in a room of its own. */
export function roomOf(file: string): string {
  const [folder = '', inner = '', ...more] = file.split('/');
  if (inner === '') return folder;
  if (folder === 'providers' && more.length === 0) return inner === 'registry.ts' ? 'registry' : 'contract';
  const isSplit = folder === 'providers' || (folder === 'sandbox' && more.length > 0);
  return isSplit ? `${folder}/${inner}` : folder;
}

const PROVIDERS = ['twilio', 'vonage', 'sinch', 'bandwidth'];

/** What each room may lean on; `type` in front: for its types alone. A room that is not named leans on nothing. */
export const MAY_LEAN_ON: Readonly<Record<string, readonly string[]>> = {
  errors: ['domain', 'type contract'],
  http: ['domain', 'errors', 'type contract'],
  contract: ['type domain', 'errors', 'type http'],
  // What adapters do alike; it knows no carrier.
  'providers/kit': ['type domain', 'errors', 'http', 'type contract'],
  ...Object.fromEntries(
    PROVIDERS.map((name) => [`providers/${name}`, ['domain', 'errors', 'http', 'contract', 'providers/kit']]),
  ),
  registry: ['contract', ...PROVIDERS.map((name) => `providers/${name}`)],
  config: ['domain', 'errors', 'http', 'contract'],
  options: ['domain', 'errors'],
  sheet: ['domain', 'errors', 'type contract', 'shipped'],
  files: ['errors'],
  journal: ['type domain', 'errors', 'type contract', 'files'],
  plan: ['domain', 'errors', 'type http', 'journal', 'type contract'],
  report: ['domain', 'errors', 'type contract', 'sheet', 'journal', 'files', 'shipped'],
  run: [
    ...['domain', 'errors', 'type http', 'config', 'type contract', 'options', 'sheet', 'journal', 'plan'],
    'report',
    'files',
  ],
  export: [
    ...['domain', 'errors', 'type http', 'config', 'contract', 'sheet', 'journal', 'plan', 'report', 'run'],
  ],
  recover: [...['domain', 'errors', 'config', 'type contract', 'sheet', 'files', 'journal', 'run', 'report']],
  migrate: [
    ...['domain', 'errors', 'type config', 'type contract', 'options', 'sheet', 'files', 'journal', 'report'],
    'run',
    'export',
  ],
  prune: ['domain', 'errors', 'journal', 'run'],
  worker: ['errors', 'files', 'journal', 'run'],
  review: [
    ...['domain', 'errors', 'type config', 'type contract', 'journal', 'sheet', 'report', 'run', 'shipped'],
  ],
  // What a program imports; the command line is its first user.
  api: [
    ...[
      'domain',
      'errors',
      'config',
      'type contract',
      'registry',
      'options',
      'type files',
      'journal',
      'report',
    ],
    ...['run', 'export', 'recover', 'migrate', 'worker', 'sandbox'],
  ],
  // The clock's types, and where the package is, are all that a stand-in shares with the client that it answers.
  sandbox: ['type domain', 'shipped', ...PROVIDERS.map((name) => `sandbox/${name}`)],
  ...Object.fromEntries(PROVIDERS.map((name) => [`sandbox/${name}`, ['sandbox']])),
  cli: [
    ...['api', 'domain', 'errors', 'config', 'type contract', 'registry', 'journal', 'plan', 'report', 'run'],
    ...['export', 'recover', 'migrate', 'prune', 'review', 'sandbox', 'options', 'files', 'shipped'],
  ],
  'bin.ts': ['cli'],
  // The process of a program that imports the package is read where that of a command is.
  'index.ts': ['api', 'cli'],
};

/**
 * The inner rooms of a room, and which of them each may import, types included; `.` is the room's own files. An inner room
 * that is not named imports no other.
 */
export const INNER_ROOMS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  run: {
    '.': [
      'context',
      'intake',
      'offline',
      'calls',
      'outcomes',
      'addresses',
      'numbers',
      'verification',
      'sweep',
      'ending',
    ],
    intake: ['context'],
    offline: ['intake', 'outcomes'],
    calls: ['context'],
    outcomes: ['context'],
    addresses: ['context', 'calls', 'outcomes'],
    numbers: ['context', 'calls', 'outcomes', 'addresses'],
    verification: ['context', 'outcomes'],
    sweep: ['context', 'calls', 'outcomes', 'addresses', 'numbers'],
    ending: ['context', 'outcomes'],
  },
  plan: {
    '.': ['context', 'lists', 'addresses', 'numbers', 'sites', 'undo'],
    lists: ['context'],
    addresses: ['context'],
    numbers: ['context'],
    sites: ['context', 'lists'],
    undo: ['context', 'addresses', 'numbers'],
  },
  export: {
    '.': ['context', 'reading', 'numbers', 'comparison', 'sheet', 'compliance'],
    reading: ['context'],
    numbers: ['context'],
    comparison: ['context'],
    sheet: ['context', 'numbers', 'comparison'],
    compliance: ['context', 'numbers', 'comparison'],
    purchase: ['context', 'sheet'],
  },
  sheet: {
    '.': ['source', 'cells', 'columns', 'csv', 'workbook'],
    columns: ['source', 'cells'],
    workbook: ['source', 'cells', 'columns'],
    csv: ['source', 'cells', 'columns', 'workbook'],
    rows: ['source', 'cells', 'columns'],
  },
  report: { html: ['.'], 'html/page': ['html'], xlsx: ['.'] },
};

/**
 * The layers of `cli`, lowest first; each file imports its own layer and those below it, types included. A name is a file,
 * or a folder for all of its files that no layer names.
 */
export const CLI_LAYERS: Readonly<Record<string, readonly string[]>> = {
  process: ['process'],
  terminal: [
    'screen/columns-of.ts',
    'screen/terminal.ts',
    'screen/status-line.ts',
    'screen/text-table.ts',
    'screen/visible.ts',
    'screen/without-passwords.ts',
    'screen/wrapped.ts',
  ],
  declarations: [
    ...[
      'options/arguments.ts',
      'options/buy-options.ts',
      'options/init-options.ts',
      'options/output-flags.ts',
    ],
    ...[
      'options/runs-options.ts',
      'options/sandbox-options.ts',
      'options/session-options.ts',
      'options/worker-options.ts',
    ],
    ...[
      'options/typed-options.ts',
      'options/own-options.ts',
      'completion-scripts.ts',
      'man-page.ts',
      'own-version.ts',
      'templates.ts',
      'undrawn-help.ts',
    ],
  ],
  session: ['session'],
  'options that were typed': [
    ...[
      'options/read-export-options.ts',
      'options/read-mapping.ts',
      'options/read-run-options.ts',
      'notify.ts',
    ],
  ],
  screens: ['screen', 'check-late-arrivals.ts'],
  work: [
    'run-sheet.ts',
    'ask-carrier.ts',
    'check-accounts.ts',
    'prune-runs.ts',
    'write-run-again.ts',
    'detach-sheet.ts',
    'follow-run.ts',
  ],
  commands: ['commands'],
  entry: [
    ...['command-table.ts', 'command-options.ts', 'command-line-error.ts', 'options/refused-options.ts'],
    ...['complete.ts', 'complete-values.ts', 'typed-dashes.ts', 'main.ts'],
  ],
};
