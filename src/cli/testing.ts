/** For tests: the headless lab as a person starts it. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export const program = join(import.meta.dirname, 'setup/lab.mjs');
/** Its exit code, stdout and the lines of its stderr. */
export const lab = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
  // Dawn announces its limits on stderr; what the lab says comes after.
  const said = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('Warning: max'));
  return { status, stdout, said };
};

/** A log and its items, written into the folder. */
export function writeLog(folder: string): { log: string; items: string } {
  const { status, stdout } = lab('world', 'bookshop', '--out', folder, '--events', '1500', '--json');
  if (status !== 0) throw new Error('the world was not written');
  const [log, items] = (JSON.parse(stdout) as { files: { file: string }[] }).files.map(({ file }) => file);
  return { log: log!, items: items! };
}
