import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    countFields: [Record<never, never>, { fields: number; items: number }];
  }
}

export default command('countFields', (host) => {
  const { fields, items } = host.needData().dataset;
  return { fields: fields.length, items: items.length };
});
