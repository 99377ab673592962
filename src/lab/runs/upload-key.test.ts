import { expect, it } from 'vitest';
import { uploadKey } from './upload-key';

it('an upload is the same for the same files, read the same way', () => {
  const log = (text: string) => new File([text], 'log.csv', { lastModified: 7 });
  const key = (text: string, dialects: Parameters<typeof uploadKey>[0]['dialects'] = {}) =>
    uploadKey({ files: { log: log(text), items: null, users: null }, dialects });
  expect(key('a,b')).toBe(key('a,b'));
  expect(key('a,b')).not.toBe(key('a,b,c'));
  expect(key('a;b', { log: { delimiter: ';' } })).not.toBe(key('a;b'));
});
