/** `score`: a log with the scores of a model, from which another may learn. */
import type { Flags } from '../../flags';
import type { Opened } from '../../headless';
import { print } from '../../output';
import { writeStream } from '../../whole-file';
import { showProgress } from '../../progress';
import { jsonOf, visible } from '../../terminal';
import { importInto } from '../evaluate/evaluate';

export async function score({ lab }: Opened, flags: Flags, column: string): Promise<void> {
  const endProgress = showProgress(lab);
  try {
    const { dataset } = await importInto(lab, flags, 'lab score');
    const { blob, rows, scored } = await lab.ask('exportScores', { column });
    await writeStream(flags.out!, blob.stream());
    endProgress();
    print(
      flags.json
        ? jsonOf({ file: flags.out, column, scored, ...dataset.told })
        : visible(`${flags.out}: ${rows} rows, ${scored} of them with a score in “${column}”`),
    );
  } finally {
    endProgress();
  }
}
