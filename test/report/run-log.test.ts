import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { CallEvent } from '../../src/domain/call-event.ts';
import { openRunLog } from '../../src/report/run-log.ts';
import { testFolder } from '../journal/folder.ts';

const CALL: CallEvent = {
  at: '2026-11-21T00:00:00.000Z',
  account: 'hq',
  operation: 'list-numbers',
  method: 'GET',
  path: '/numbers?page=1',
  attempt: 1,
  status: 200,
  ms: 12,
  requestId: 'RQ1',
  error: '',
};

const opened = (folder: string) => {
  const warnings: string[] = [];
  const file = path.join(folder, 'run.log');
  const log = openRunLog({ runId: 'run-1', file, warn: (text) => warnings.push(text) });
  return { log, warnings, file };
};

it('has one JSON object per line, and none without a call', () => {
  const { log, file, warnings } = opened(testFolder());
  log.close();
  expect(existsSync(file)).toBe(false);
  const { log: used } = opened(path.dirname(file));
  used.note(CALL);
  used.note({ ...CALL, status: null, requestId: '', error: 'reset\nby peer' });
  expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toHaveLength(2);
  used.close();
  const [first, second] = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(first).toEqual({
    at: CALL.at,
    run_id: 'run-1',
    account: 'hq',
    operation: 'list-numbers',
    method: 'GET',
    path: '/numbers?page=1',
    attempt: 1,
    status: 200,
    ms: 12,
    request_id: 'RQ1',
    error: '',
  });
  expect(second).toMatchObject({ status: null, error: 'reset\nby peer' });
  expect(warnings).toEqual([]);
});

it('is continued on a line of its own after a kill in the middle of one', () => {
  const { log, file } = opened(testFolder());
  log.note(CALL);
  log.close();
  appendFileSync(file, '{"at":"2026');
  const { log: again } = opened(path.dirname(file));
  again.note(CALL);
  again.note(CALL);
  again.close();
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  expect(lines).toHaveLength(4);
  expect(lines.filter((line) => line.endsWith('}')).map((line) => JSON.parse(line).run_id)).toHaveLength(3);
});

it('warns once when it cannot be written, and throws nothing', () => {
  const folder = path.join(testFolder(), 'gone');
  const { log, warnings } = opened(folder);
  log.note(CALL);
  mkdirSync(folder);
  log.note(CALL);
  log.close();
  expect(warnings).toEqual([expect.stringMatching(/^run\.log cannot be written \(ENOENT\)/)]);
});
