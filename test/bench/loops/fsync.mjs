// Keeps a disk busy until it is killed: node fsync.mjs FILE
import { fsyncSync, openSync, writeSync } from 'node:fs';

const file = openSync(process.argv[2], 'w');
for (;;) {
  writeSync(file, 'x'.repeat(4096), 0);
  fsyncSync(file);
}
