import { expect, it } from 'vitest';
import { memoryStorage } from './storage';
import { storageThatAnswers } from './storage-answers';

it('a storage that falls silent after it has answered refuses, and may still take long while it answers others', async () => {
  const kept = memoryStorage();
  let isSilent = false;
  const end: (() => void)[] = [];
  const never = () => new Promise<never>(() => undefined);
  const storage = storageThatAnswers(
    {
      ...kept,
      limit: () => (isSilent ? never() : new Promise((resolve) => end.push(() => resolve(7)))),
      last: () => (isSilent ? never() : kept.last()),
      list: () => (isSilent ? never() : kept.list()),
    },
    () => new Promise((resolve) => void setImmediate(resolve)),
  );
  expect(await storage.list()).toEqual([]);
  const long = storage.limit();
  for (let n = 0; n < 9; n++) await new Promise((resolve) => void setImmediate(resolve));
  for (const answer of end.splice(0)) answer();
  expect(await long).toBe(7);
  isSilent = true;
  await expect(storage.list()).rejects.toMatchObject({ name: 'TimeoutError' });
});
