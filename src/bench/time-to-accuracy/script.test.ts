import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findTorch } from '../../model/torch/run-python';
import { runScript } from './command';
import { reached } from './course';

const python = findTorch();
const USERS = 60;
const ITEMS = 40;

/** Users of one genre each, who go through its items in turn, three of them left: what comes next can be learnt. */
function files(): { log: string; items: string } {
  const rows = Array.from({ length: USERS }, (_, user) =>
    Array.from({ length: 7 }, (_, at) => {
      const item = (user % 4) * (ITEMS / 4) + ((user + at) % (ITEMS / 4));
      return `${user},${item},${1_000_000 + 100 * at},4.0`;
    }),
  ).flat();
  const items = Array.from(
    { length: ITEMS },
    (_, item) => `${item},"Film ${item}, a story (${1960 + item})",${1960 + item},Genre${Math.floor(item / 10)}|Any`,
  );
  return {
    log: ['user_id,item_id,timestamp,rating', ...rows].join('\n'),
    items: ['item_id,title,release_year,genres', ...items].join('\n'),
  };
}

it.skipIf(!python && !process.env['CI'])(
  'the PyTorch script learns, says its figure after every epoch, and ends at the target',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tower-bench-'));
    try {
      const paths = Object.entries(files()).map(([name, text]) => {
        const path = join(folder, `${name}.csv`);
        writeFileSync(path, text);
        return path;
      });
      const target = 0.75;
      const marks = await runScript(python ?? 'python3', 1, [...paths, '64', `${target}`]);
      expect(reached(marks, target)).toBe(marks.at(-1));
      expect(marks.length).toBeGreaterThan(1);
      expect(marks[0]!.ndcg).toBeLessThan(target);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  120_000,
);
