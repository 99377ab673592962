import { expect, it } from 'vitest';
import { ofJson, ofProgress, reached, watch } from './course';

it('a figure is read of a line of progress and of a line of JSON, and not of others', () => {
  expect(ofProgress('training – epoch 3, step 264, loss 4.2130, NDCG@10 0.0543, 12.3 steps/s')).toBe(0.0543);
  expect(ofProgress('training – epoch 0, step 1, loss 6.9100')).toBeNull();
  expect(ofJson('{"epoch": 1, "step": 4, "ndcg": 0.25}')).toBe(0.25);
  expect(ofJson('a warning')).toBeNull();
});

const program = (...lines: string[]): string[] => ['-e', lines.join(';')];
const say = (ndcg: number): string => `console.log(JSON.stringify({ ndcg: ${ndcg} }))`;

it('marks are the figures as they change, until the program ends by itself', async () => {
  const told: number[] = [];
  const marks = await watch(process.execPath, program(say(0.1), say(0.1), 'console.error("noise")', say(0.3)), {
    read: ofJson,
    told: ({ ndcg }) => told.push(ndcg),
  });
  expect(told).toEqual([0.1, 0.3]);
  expect(marks.map(({ ndcg }) => ndcg)).toEqual([0.1, 0.3]);
  expect(marks[0]!.wallMs).toBeGreaterThan(0);
  expect(reached(marks, 0.2)).toBe(marks[1]);
  expect(reached(marks, 0.4)).toBeNull();
});

it('a program that has come to the figure is ended, and one that fails before it is told with its last lines', async () => {
  const goesOn = program(say(0.5), 'setInterval(() => undefined, 1000)');
  expect((await watch(process.execPath, goesOn, { read: ofJson, target: 0.4 })).length).toBe(1);
  const fails = program(say(0.1), 'console.error("no such column")', 'process.exitCode = 3');
  await expect(watch(process.execPath, fails, { read: ofJson, target: 0.4 })).rejects.toThrow('no such column');
});
