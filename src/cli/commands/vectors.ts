/** `vectors`: what exported weights make of all items and users, without the towers. */
import type { Flags } from '../arguments';
import type { Opened } from '../headless';
import { checkWritable, print, writeWhole } from '../output';
import { showProgress } from '../progress';
import { importInto } from './evaluate';

export async function vectors({ lab }: Opened, flags: Flags): Promise<void> {
  checkWritable('--out', flags.out!);
  const endProgress = showProgress(lab);
  try {
    const { dataset } = await importInto(lab, flags, 'lab vectors');
    const { json } = await lab.ask('exportVectors', {});
    writeWhole(flags.out!, json);
    endProgress();
    const { users, items } = dataset;
    print(flags.json ? JSON.stringify({ file: flags.out, users, items }) : `${flags.out}: ${users} users, ${items} items`);
  } finally {
    endProgress();
  }
}
