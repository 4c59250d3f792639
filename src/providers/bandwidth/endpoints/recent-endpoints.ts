import type { SubjectKey } from '../../../domain/request/subject-key.ts';
import { type Endpoint, keyOfEndpoint } from './wire.ts';

/** So long a list serves the changes that come after it: as long as a change may wait for its turn anyway. */
const KEPT_MS = 5_000;
/** A list that takes long serves longer, or the lists of a large account would be most of a run. */
const KEPT_FOR_EACH_MS_READ = 20;
/** Longer than that, what somebody else changed must not stay unnoticed, however long a list takes. */
const MOST_KEPT_MS = 60_000;

/** Endpoints by what they are looked up by. */
export interface EndpointIndex {
  byId(endpointId: string): Endpoint | null;
  ofKey(key: SubjectKey): readonly Endpoint[];
  ofUser(endUserId: string): readonly Endpoint[];
}

/** A list of endpoints, and what this process changed since. */
export interface RecentEndpoints {
  /** Null when the last list is too old. */
  current(nowMs: number): EndpointIndex | null;
  /** A list is asked for; call what is returned with what it showed. */
  begin(nowMs: number): (endpoints: readonly Endpoint[], nowMs: number) => EndpointIndex;
  /** An answer showed that this is how the endpoint is now. */
  put(endpoint: Endpoint): void;
  remove(endpointId: string): void;
  /** A change may have taken effect or not: nothing is known any more. */
  drop(): void;
}

type Change = (index: MutableIndex) => void;

export function createRecentEndpoints(): RecentEndpoints {
  let index: MutableIndex | null = null;
  let untilMs = Number.NEGATIVE_INFINITY;
  /** Numbers the changes and what drops them, so that a list that began before one of them is told apart. */
  let changes: Change[] = [];
  let changed = 0;
  let dropped = 0;

  function change(one: Change): void {
    changed += 1;
    changes.push(one);
    if (index !== null) one(index);
  }

  return {
    current: (nowMs) => (nowMs < untilMs ? index : null),
    begin(beganMs) {
      const before = changed;
      const dropsBefore = dropped;
      return (endpoints, nowMs) => {
        const read = indexEndpoints(endpoints);
        // The list may not show what was changed while it was read.
        const since = changed - before;
        for (const one of since === 0 ? [] : changes.slice(-since)) one(read);
        if (dropsBefore === dropped) {
          index = read;
          changes = since === 0 ? [] : changes.slice(-since);
          const keptMs = Math.max(KEPT_MS, KEPT_FOR_EACH_MS_READ * (nowMs - beganMs));
          untilMs = beganMs + Math.min(MOST_KEPT_MS, keptMs);
        }
        return read;
      };
    },
    put: (endpoint) => change((on) => on.put(endpoint)),
    remove: (endpointId) => change((on) => on.remove(endpointId)),
    drop() {
      dropped += 1;
      index = null;
      untilMs = Number.NEGATIVE_INFINITY;
    },
  };
}

interface MutableIndex extends EndpointIndex {
  put(endpoint: Endpoint): void;
  remove(endpointId: string): void;
}

/** An index over endpoints, each looked up in constant time. */
export function indexEndpoints(endpoints: readonly Endpoint[]): MutableIndex {
  const ids = new Map<string, Endpoint>();
  const keys = new Map<SubjectKey, Map<string, Endpoint>>();
  const users = new Map<string, Map<string, Endpoint>>();
  const remove = (endpointId: string): void => {
    const present = ids.get(endpointId);
    if (present === undefined) return;
    ids.delete(endpointId);
    keys.get(keyOfEndpoint(present))?.delete(endpointId);
    users.get(present.alternateEndUserId)?.delete(endpointId);
  };
  const put = (endpoint: Endpoint): void => {
    const { endpointId, alternateEndUserId } = endpoint;
    remove(endpointId);
    ids.set(endpointId, endpoint);
    groupOf(keys, keyOfEndpoint(endpoint)).set(endpointId, endpoint);
    groupOf(users, alternateEndUserId).set(endpointId, endpoint);
  };
  for (const endpoint of endpoints) put(endpoint);
  return {
    byId: (endpointId) => ids.get(endpointId) ?? null,
    ofKey: (key) => [...(keys.get(key)?.values() ?? [])],
    ofUser: (endUserId) => (endUserId === '' ? [] : [...(users.get(endUserId)?.values() ?? [])]),
    put,
    remove,
  };
}

function groupOf<K>(groups: Map<K, Map<string, Endpoint>>, key: K): Map<string, Endpoint> {
  const known = groups.get(key);
  if (known !== undefined) return known;
  const made = new Map<string, Endpoint>();
  groups.set(key, made);
  return made;
}
