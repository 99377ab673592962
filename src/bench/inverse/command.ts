/**
 * `npm run bench -- inverse`: the inverse that EASE is made of, on the host and on the device, whatever adapter that
 * is.
 */
import { nodeGpu } from '../../engine/node-gpu';
import { DeviceInverse } from '../../engine/linear-algebra/device-inverse';
import { groupProductInJs, groupProductInWasm } from '../../engine/linear-algebra/group-product';
import { invertSymmetric } from '../../engine/linear-algebra/symmetric-inverse';
import type { InverseOptions } from '../options';
import { hush, print, say } from '../terminal';

/** What the budget of a ranker has in mind. */
const WHOLE = 10_000;

interface Timed {
  name: string;
  cpuSeconds: number;
  seconds: number;
  /** Of `WHOLE` rows, by the work. */
  cpuSecondsOfWhole: number;
  secondsOfWhole: number;
  /** max |difference from the first one| / max |inverse| */
  error: number;
}

const takeTurn = (): Promise<void> => Promise.resolve();

/** Symmetric, positive definite, well conditioned. */
function matrixOf(n: number): Float64Array {
  let state = 1;
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      a[i * n + j] = a[j * n + i] = state / 2 ** 32;
    }
    a[i * n + i] = n;
  }
  return a;
}

function errorOf(inverse: Float64Array, exact: Float64Array): number {
  let most = 0;
  let worst = 0;
  for (let at = 0; at < exact.length; at++) {
    most = Math.max(most, Math.abs(exact[at]!));
    worst = Math.max(worst, Math.abs(inverse[at]! - exact[at]!));
  }
  return worst / most;
}

export async function runInverse({ json, items: n }: InverseOptions): Promise<number> {
  const found: Timed[] = [];
  let exact: Float64Array | null = null;
  const time = async (name: string, invert: (a: Float64Array) => Promise<void>): Promise<void> => {
    say(name);
    const a = matrixOf(n);
    const [cpu, began] = [process.cpuUsage(), performance.now()];
    await invert(a);
    const { user, system } = process.cpuUsage(cpu);
    const [cpuSeconds, seconds] = [(user + system) / 1e6, (performance.now() - began) / 1e3];
    const whole = (WHOLE / n) ** 3;
    exact ??= a;
    found.push({
      name,
      cpuSeconds,
      seconds,
      cpuSecondsOfWhole: cpuSeconds * whole,
      secondsOfWhole: seconds * whole,
      error: errorOf(a, exact),
    });
  };
  const inWasm = groupProductInWasm();
  if (inWasm) await time('host, WebAssembly', (a) => invertSymmetric(a, n, takeTurn, undefined, inWasm));
  await time('host, JavaScript', (a) => invertSymmetric(a, n, takeTurn, undefined, groupProductInJs()));
  const device = await DeviceInverse.open(nodeGpu, { software: true });
  if (typeof device !== 'string') {
    await device.invert(matrixOf(64), 64, { takeTurn });
    await time(`float32, ${device.adapter}`, (a) => device.invert(a, n, { takeTurn }));
    device.close();
  }
  hush();
  print(json ? JSON.stringify({ items: n, found }) : textOf(n, found));
  return 0;
}

function textOf(n: number, found: readonly Timed[]): string {
  const width = Math.max(...found.map(({ name }) => name.length));
  const rows = found.map(({ name, cpuSeconds, seconds, cpuSecondsOfWhole, secondsOfWhole, error }) =>
    [
      `  ${name.padEnd(width)}`,
      ...[cpuSeconds, seconds].map((value) => value.toFixed(2).padStart(9)),
      ...[cpuSecondsOfWhole, secondsOfWhole].map((value) => value.toFixed(0).padStart(9)),
      error.toExponential(1).padStart(11),
    ].join(''),
  );
  const head = `Inverse of ${n} x ${n}: CPU s, s; CPU s and s of ${WHOLE} x ${WHOLE} by the work; off by`;
  return [head, ...rows].join('\n');
}
