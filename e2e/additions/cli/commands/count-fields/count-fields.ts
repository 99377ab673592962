import type { Flags } from '../../flags';
import type { Opened } from '../../headless';
import { loadData } from '../../load';
import { print } from '../../output';
import { UsageError } from '../../usage-error';

export async function countFields({ lab }: Opened, flags: Flags, least: number): Promise<void> {
  const { events } = await loadData(lab, flags, 'lab count-fields');
  const { fields, items } = await lab.ask('countFields', {});
  if (fields < least) throw new UsageError(`--least: the log has ${fields} fields`);
  print(flags.json ? JSON.stringify({ events, fields, items }) : `${fields} fields, ${items} items`);
}
