import { operatorAt, placeOfState } from '../../api/state-place.ts';
import type { StatePlace } from '../../journal/state-place.ts';
import { typedEnvironment } from './open-workspace.ts';
import { type Session, typedPath } from './session.ts';

const places = new WeakMap<Session, Promise<StatePlace>>();

/**
 * Where the journal of the command is, looked up once. With `--sandbox` only a typed `--state` is another place than the usual
 * folder: runs on stand-ins do not belong into the history of a team.
 * @throws UsageError as `placeOfState` does.
 */
export function stateOf(session: Session): Promise<StatePlace> {
  const known = places.get(session);
  if (known !== undefined) return known;
  const place = placeOf(session);
  places.set(session, place);
  return place;
}

async function placeOf(session: Session): Promise<StatePlace> {
  const { args, io, terminal } = session;
  const isSandbox = args.flag('sandbox');
  const environment = await typedEnvironment(session);
  const config = args.text('config');
  return placeOfState({
    given: args.text('state'),
    config: isSandbox ? null : config && typedPath(session, config),
    environment: isSandbox ? { ...environment, E911_STATE: undefined } : environment,
    cwd: io.cwd,
    onWarning: (message) => terminal.alert(`warning: ${message}`),
  });
}

/** Who works with the command. @throws as `stateOf` does */
export async function operatorOf(session: Session): Promise<string> {
  return operatorAt(await stateOf(session), await typedEnvironment(session), session.io.operator);
}
