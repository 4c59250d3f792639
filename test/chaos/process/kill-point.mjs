/*
 * Loaded before the program by `node --import`: counts the points at which a crash is worth trying (each durable write of
 * the journal, each piece that is sent, each piece that arrives) and does at one of them what CHAOS_POINT asks for.
 * Also lets the program's clocks run faster than the machine's. The program itself is the one that is shipped.
 *
 * CHAOS_POINT (JSON): { kill?: number, full?: number, log?: path, peak?: path, factor?: number, zeroMs?: number, timeoutFactor?: number,
 *   wallOffMs?: number, jump?: { at: number, byMs: number } }
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import timers from 'node:timers/promises';
import { watchJournalWrites } from './journal-writes.mjs';

const {
  kill = 0,
  full = 0,
  log = '',
  peak = '',
  factor = 1,
  zeroMs = 0,
  timeoutFactor = 1,
  wallOffMs = 0,
  jump = { at: 0, byMs: 0 },
} = JSON.parse(process.env.CHAOS_POINT ?? '{}');
const points = [];
let passed = 0;
let offMs = wallOffMs;

function reach(kind) {
  passed += 1;
  if (log !== '') points.push(kind);
  if (passed === jump.at) offMs += jump.byMs;
  if (passed !== kill) return;
  process.kill(process.pid, 'SIGKILL');
  // The signal arrives while the thread sleeps; nothing of the program runs any more.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

let journalWrites = 0;

/** From the given journal write on the disk is full, for the journal and for every file. */
function isDiskFull() {
  return full > 0 && journalWrites >= full;
}

watchJournalWrites((work) => {
  journalWrites += 1;
  if (isDiskFull()) throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
  reach('before-write');
  const value = work();
  reach('after-write');
  return value;
});

function isTcp(socket) {
  return socket._handle?.constructor?.name === 'TCP';
}
const { push, write: send } = net.Socket.prototype;
net.Socket.prototype.write = function (...args) {
  if (!isTcp(this)) return send.apply(this, args);
  reach('before-send');
  const value = send.apply(this, args);
  reach('after-send');
  return value;
};
net.Socket.prototype.push = function (...args) {
  if (isTcp(this)) reach('receive');
  return push.apply(this, args);
};

const { open } = fs.promises;
fs.promises.open = async (...args) => {
  const handle = await open(...args);
  const { appendFile } = handle;
  handle.appendFile = async (...data) => {
    if (isDiskFull()) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    return appendFile.apply(handle, data);
  };
  return handle;
};

const faster = (realMs) => zeroMs + (realMs - zeroMs) * factor;
if (factor !== 1 || offMs !== 0 || jump.at !== 0) {
  const { now } = Date;
  Date.now = () => Math.round(faster(now())) + offMs;
  const monotonic = performance.now.bind(performance);
  performance.now = () => monotonic() * factor;
  const { setTimeout: sleep } = timers;
  timers.setTimeout = (ms, ...more) => sleep(ms / factor, ...more);
}
if (timeoutFactor !== 1) {
  const { setTimeout: later } = globalThis;
  globalThis.setTimeout = (work, ms, ...more) => later(work, ms / timeoutFactor, ...more);
}
syncBuiltinESMExports();

if (log !== '') process.on('exit', () => fs.writeFileSync(log, JSON.stringify(points), { mode: 0o600 }));
if (peak !== '') {
  const samples = [];
  setInterval(() => samples.push(process.memoryUsage.rss()), 500).unref();
  process.on('exit', () => {
    const most = process.resourceUsage().maxRSS * 1024;
    fs.writeFileSync(peak, JSON.stringify({ most, samples }), { mode: 0o600 });
  });
}
