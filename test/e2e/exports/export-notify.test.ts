import { createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPlace, type Place } from '../support/command.ts';

const SECRET = 'a secret that only the receiver knows';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let place: Place;
let server: Server;
let received: Received[];
/** Status of each answer in turn; the last one stays. */
let answers: number[];
beforeEach(async () => {
  place = await openPlace({ scale: 0 });
  received = [];
  answers = [204];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString('utf8');
    });
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      const status = answers.length > 1 ? answers.shift() : answers[0];
      response.writeHead(status ?? 500, status === 302 ? { location: '/elsewhere' } : {}).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await place.file('secret', `${SECRET}\n`);
});
afterEach(async () => {
  server.close();
  await place.close();
});

const urlOf = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?token=t`;

function exported(...more: readonly string[]) {
  return place.run('export', '--compliance', '--account', 'sinch', '--out', 'set', ...more);
}

const notify = (...more: readonly string[]) =>
  exported('--notify', urlOf(), '--notify-secret', 'file:secret', ...more);

function isSigned({ headers, body }: Received): boolean {
  const text = `${String(headers['x-e911-timestamp'])}.${body}`;
  return headers['x-e911-signature'] === `sha256=${createHmac('sha256', SECRET).update(text).digest('hex')}`;
}

describe('export --compliance --notify', () => {
  it('posts the summary of --json, signed with the secret, and says that it arrived', async () => {
    const { code, out, err } = await notify('--json');
    expect(code, err).toBe(7);
    const { notified, ...summary } = JSON.parse(out) as Record<string, unknown>;
    expect(received.map(isSigned)).toEqual([true]);
    expect(JSON.parse(received[0]?.body ?? '')).toEqual(summary);
    expect(notified).toMatchObject({ delivered: true, attempts: 1 });
    expect(`${out}${err}`).not.toContain(SECRET);
    expect(`${out}${err}`).not.toContain('token=t');
  });

  it('asks a busy receiver again with the same body', async () => {
    answers = [503, 204];
    expect(await notify()).toMatchObject({ code: 7 });
    expect(received.map(isSigned)).toEqual([true, true]);
    expect(received[1]?.body).toBe(received[0]?.body);
  });

  it.each([302, 401])('ends with 5 and keeps the files when it is answered %i', async (status) => {
    answers = [status];
    const { code, err } = await notify();
    expect(code, err).toBe(5);
    expect(err).toContain(`it answered ${status}`);
    expect(received).toHaveLength(1);
    expect(existsSync(path.join(place.dir, 'set', 'manifest.json'))).toBe(true);
  });

  it('prints each finding as a line with --events, and the summary last', async () => {
    const { code, out, err } = await exported('--events');
    expect(code, err).toBe(7);
    const events = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const findings = events.filter(({ type }) => type === 'finding');
    const end = events.at(-1);
    expect(end).toMatchObject({ type: 'summary', exit_code: 7, complete: true });
    expect(events.filter(({ type }) => type === 'summary')).toHaveLength(1);
    expect(findings[0]).toMatchObject({ account: 'sinch', severity: 'error', codes: ['no-address'] });
  });

  it.each([
    [['--notify', 'http://example.com/hook', '--notify-secret', 'file:secret'], 'must begin with https://'],
    [['--notify', 'https://example.com/hook', '--notify-secret', 'hunter2'], 'must be a reference'],
    [['--notify', 'https://example.com/hook'], 'need each other'],
    [['--notify', 'https://example.com/hook', '--notify-secret', 'env:NOT_SET'], 'NOT_SET'],
    [['--events', '--json'], 'both write to stdout'],
  ])('refuses %s before the first call', async (options, words) => {
    const { code, out, err } = await exported(...options);
    expect(code, err).toBe(2);
    expect(`${out}${err}`).toContain(words);
    expect(`${out}${err}`).not.toContain('hunter2');
    expect(existsSync(path.join(place.dir, 'set'))).toBe(false);
  });
});
