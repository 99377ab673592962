/** For tests: a lab with the small log on which the old files were made. */
import items from './weights/corpus/items.csv?raw';
import log from './weights/corpus/log.csv?raw';
import users from './weights/corpus/users.csv?raw';
import { DEFAULT_PROTOCOL } from '../../data/dataset';
import { listen, type Heard } from '../testing';

const file = (name: string, text: string): File => new File([text], name);

export async function openOnOldLog(): Promise<Heard> {
  const heard = listen();
  await heard.lab.ask('open', { cpu: false });
  const files = { log: file('log.csv', log), items: file('items.csv', items), users: file('users.csv', users) };
  const { roles } = await heard.lab.ask('preview', { files, dialects: {} });
  const protocol = { ...DEFAULT_PROTOCOL, minItemEvents: 1, minUserEvents: 1 };
  await heard.lab.ask('load', { source: { kind: 'files', roles, protocol } });
  return heard;
}
