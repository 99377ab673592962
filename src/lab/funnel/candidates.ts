/** What the last stage of a funnel hands on, as a file: for a ranker elsewhere to score, as of each user's test. */
import type { Dataset, Target } from '../../data/dataset';
import { quote } from '../../data/worlds/tables';
import type { ExportedFile } from '../transfer/exported-file';
import { stemOf } from '../transfer/file-name';
import type { List } from './stage';

export class Candidates {
  private readonly pieces = ['user,item\r\n'];

  constructor(private readonly dataset: Pick<Dataset, 'name' | 'users' | 'items'>) {}

  readonly add = ({ user }: Pick<Target, 'user'>, list: List): void => {
    const { users, items } = this.dataset;
    const id = quote(users[user]!);
    this.pieces.push(Array.from(list, (item) => `${id},${quote(items[item]!)}\r\n`).join(''));
  };

  get file(): ExportedFile {
    return {
      fileName: `${stemOf(this.dataset.name)}.candidates.csv`,
      blob: new Blob(this.pieces, { type: 'text/csv' }),
    };
  }
}
