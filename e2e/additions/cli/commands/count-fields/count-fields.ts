import type { Flags } from '../../flags';
import type { Opened } from '../../headless';
import { loadData } from '../../load';
import { print } from '../../output';

export async function countFields({ lab }: Opened, flags: Flags): Promise<void> {
  const { events } = await loadData(lab, flags, 'lab count-fields');
  const { fields, items } = await lab.ask('countFields', {});
  print(flags.json ? JSON.stringify({ events, fields, items }) : `${fields} fields, ${items} items`);
}
