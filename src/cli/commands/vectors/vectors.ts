/** `vectors`: what exported weights make of all items and of the users as of a moment, without the towers. */
import type { Flags } from '../../flags';
import type { Opened } from '../../headless';
import { print } from '../../output';
import { writeStream } from '../../whole-file';
import { showProgress } from '../../progress';
import { jsonOf, visible } from '../../terminal';
import { importInto } from '../evaluate/evaluate';

export async function vectors({ lab }: Opened, flags: Flags): Promise<void> {
  const { 'as-of': asOf = 'end' } = flags;
  const endProgress = showProgress(lab);
  try {
    const { dataset } = await importInto(lab, flags, 'lab vectors');
    const { blob } = await lab.ask('exportVectors', { asOf });
    await writeStream(flags.out!, blob.stream());
    endProgress();
    const { items } = dataset;
    const users = asOf === 'test' ? dataset.testUsers : dataset.users;
    const moment = asOf === 'test' ? 'tested users as of their test targets' : 'users as of the end of the log';
    print(
      flags.json
        ? jsonOf({ file: flags.out, asOf, users, items, ...dataset.told })
        : visible(`${flags.out}: ${users} ${moment}, ${items} items`),
    );
  } finally {
    endProgress();
  }
}
