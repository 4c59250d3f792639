import { AsyncLocalStorage } from 'node:async_hooks';
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { withEnvFile } from '../config/env-file.ts';
import { commandError } from '../errors/command-errors.ts';
import { StopRequest } from '../errors/stop-request.ts';
import type { Journal } from '../journal/journal.ts';
import type { OpenGap } from '../journal/records.ts';
import { type StatePlace, shownPlace } from '../journal/state-place.ts';
import { gapMembers } from '../run/context/events.ts';
import type { RunHost } from '../run/context/run-options.ts';
import type { RunWatcher } from '../run/context/run-watcher.ts';
import { beginWork, outcomeOf } from './begin-work.ts';
import { type OpenWorkspace, openWorkspace, type Surroundings } from './open-workspace.ts';
import { runHost } from './run-host.ts';
import { fromJournal } from './state-folder.ts';
import { operatorAt, placeOfState } from './state-place.ts';
import type { Control, Outcome, Question, Work, Workspace, WorkspaceSettings } from './types/index.ts';

/** What every function of the package is made with. */
export interface Engine {
  /** Relative paths start here. */
  readonly cwd: string;
  openWorkspace(settings?: WorkspaceSettings): Promise<Outcome<Workspace>>;
  /** Begins work with a workspace; numbers that earlier runs left without an address are told first. */
  work<T>(
    workspace: Workspace,
    control: Control,
    perform: (host: RunHost, state: StatePlace) => Promise<T>,
  ): Work<T>;
}

/** What is behind a workspace that was handed out. */
interface Opened {
  readonly behind: OpenWorkspace;
  readonly place: StatePlace;
  /** With the variables of its `envFile`. */
  readonly environment: Surroundings['environment'];
}

/** @param surroundings what the process of the caller gives */
export function createEngine(surroundings: Surroundings): Engine {
  const { cwd, clock } = surroundings;
  /** What is behind each workspace that was handed out. */
  const opened = new WeakMap<Workspace, Opened>();
  const inTurn = turns();
  const absolute = (place: string | undefined) =>
    place === undefined ? undefined : path.resolve(cwd, place);

  async function open(settings: WorkspaceSettings): Promise<Workspace> {
    const { config, envFile, sandbox = false, state, onWarning = () => undefined } = settings;
    const request = {
      config: absolute(config),
      envFile: absolute(envFile),
      isSandbox: sandbox,
      account: undefined,
      onWarning,
    };
    const environment = await withEnvFile(surroundings.environment, request.envFile, onWarning);
    const place = await placeOfState({
      given: state,
      config: sandbox ? null : request.config,
      environment: sandbox ? {} : environment,
      cwd,
      onWarning,
    });
    const behind = await openWorkspace(request, surroundings);
    const workspace: Workspace = {
      accounts: [...behind.config.accounts.keys()],
      state: shownPlace(place),
      close: () => behind.close(),
    };
    opened.set(workspace, { behind, place, environment });
    return workspace;
  }

  return {
    cwd,
    openWorkspace: (settings = {}) => outcomeOf(open(settings)),
    work: (workspace, control, perform) =>
      beginWork(clock, async (watcher) => {
        const open = opened.get(workspace);
        if (open === undefined) throw commandError('workspaceForeign');
        const { behind, place, environment } = open;
        const { stop, close } = stopOf(control.signal);
        try {
          return await inTurn(place, async (whileAsking) => {
            await tellOpenGaps(place, watcher);
            const confirm = (question: Question): Promise<boolean> =>
              whileAsking(() => answerOf(control, question));
            const operator = operatorAt(place, environment, surroundings.operator);
            const own = { ...behind, surroundings: { ...surroundings, operator } };
            return perform(runHost(own, { watcher, confirm, stop }), place);
          });
        } finally {
          close();
        }
      }),
  };
}

/** Asks a question of a work whose turn it is. */
type WhileAsking = <T>(ask: () => Promise<T>) => Promise<T>;

/**
 * Does the works of one journal one after the other: a second writer of a state folder would wait for the first one in the
 * same thread, and hold it up while a number may have no address. Folders are known by where their links lead. A work that is
 * begun inside the question of another one is refused: whoever asks would wait for it, and it for whoever asks.
 */
function turns(): <T>(state: StatePlace, work: (whileAsking: WhileAsking) => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  const asking = new AsyncLocalStorage<ReadonlySet<string>>();
  return async (state, work) => {
    const key = state.kind === 'folder' ? realFolder(state.stateDir) : shownPlace(state);
    const outer = asking.getStore() ?? new Set();
    if (outer.has(key)) throw commandError('workInConfirm', { state: shownPlace(state) });
    const whileAsking: WhileAsking = async (ask) => {
      const keys = new Set([...outer, key]);
      try {
        return await asking.run(keys, ask);
      } finally {
        // What was begun inside and goes on may begin work from now on.
        keys.delete(key);
      }
    };
    const mine = (last.get(key) ?? Promise.resolve()).then(() => work(whileAsking));
    last.set(
      key,
      mine.catch(() => undefined),
    );
    return mine;
  };
}

/** The one path of a folder, which may be named through links, or be missing yet. */
function realFolder(folder: string): string {
  try {
    return realpathSync.native(folder);
  } catch {
    const parent = path.dirname(folder);
    return parent === folder ? folder : path.join(realFolder(parent), path.basename(folder));
  }
}

/** @throws GuardError CONFIRMATION_NEEDED when there is no function to confirm. */
async function answerOf({ confirm }: Control, question: Question): Promise<boolean> {
  if (confirm !== undefined) return (await confirm(question)) === true;
  throw commandError('confirmationNeeded', { changes: `${question.changes} changes are` });
}

/** A caller's signal as the one that a run knows. */
function stopOf(signal: AbortSignal | undefined): { readonly stop: AbortSignal; close(): void } {
  const controller = new AbortController();
  const abort = (): void => controller.abort(new StopRequest('SIGINT'));
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort, { once: true });
  return { stop: controller.signal, close: () => signal?.removeEventListener('abort', abort) };
}

async function tellOpenGaps(state: StatePlace, watcher: RunWatcher): Promise<void> {
  const read = async (journal: Journal): Promise<readonly OpenGap[]> => [
    ...(await journal.openGaps()),
    ...(await journal.unknownGaps()),
  ];
  for (const gap of await fromJournal<readonly OpenGap[]>(state, read, [])) {
    watcher.event?.({ type: 'gap-opened', ...gapMembers(gap), since: gap.since });
  }
}
