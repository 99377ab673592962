import { personFields, type PersonField } from '../evaluate/person-fields';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /** Fields that a person may be given, `most` values of each, and which a user has, by row; null = of nobody. */
    personFields: [{ user: number | null; most: number }, { fields: PersonField[] }];
  }
}

export default command('personFields', (host, { user, most }) => ({
  fields: personFields(host.needModel(), user, most),
}));
