// For tests, loaded before the program (`node --import`). As soon as the program has said what LAB_FAULT names, or in
// the middle of the n-th piece of a file that it writes after it, it gets a signal, or its disk is full from then on.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** @type {{ said: string, piece: number, fault: 'ENOSPC' | NodeJS.Signals }} */
const { said, piece, fault } = JSON.parse(process.env['LAB_FAULT'] ?? '');
const moment = new RegExp(said, 's');
let heard = '';
/** Pieces until then; NaN before the moment. */
let left = Number.NaN;
let isFull = false;

const { stderr } = process;
const write = stderr.write.bind(stderr);
// A terminal is told every change of phase.
stderr.isTTY = true;
stderr.write = (/** @type {string | Uint8Array} */ text) => {
  heard += String(text);
  const answer = write(text);
  listen();
  return answer;
};

const { writeSync, writeFileSync } = fs;
Object.assign(fs, {
  /** @type {(file: number, bytes: Uint8Array, at: number) => number} */
  writeSync(file, bytes, at) {
    refuseWhereFull();
    left -= 1;
    // In the middle of a piece.
    const written = writeSync(file, bytes, at, left === 0 ? Math.ceil((bytes.length - at) / 2) : undefined);
    strikeAtLast();
    return written;
  },
  /** @type {typeof writeFileSync} */
  writeFileSync(...given) {
    refuseWhereFull();
    writeFileSync(...given);
  },
});
syncBuiltinESMExports();
listen();

function listen() {
  if (!Number.isNaN(left) || !moment.test(heard)) return;
  left = piece;
  strikeAtLast();
}

function strikeAtLast() {
  if (left !== 0) return;
  left = -1;
  write('\nfault\n');
  if (fault === 'ENOSPC') isFull = true;
  else process.kill(process.pid, fault);
}

function refuseWhereFull() {
  if (isFull) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
}
