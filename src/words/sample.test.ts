import { expect, it } from 'vitest';
import { sampledName } from './sample';
import { speak } from './words';

it('the name of an estimate says of how many users it is, that of a figure of all users nothing', () => {
  const sample = { users: 5000, of: 50_000 };
  expect(sampledName('NDCG@10', sample, speak('en'))).toBe('NDCG@10 (estimate, 5,000 of 50,000 users)');
  expect(sampledName('NDCG@10', sample, speak('zh'))).toBe('NDCG@10（估计值，50,000 位用户中的 5,000 位）');
  expect(sampledName('NDCG@10', null, speak('en'))).toBe('NDCG@10');
});
