import { expect, it } from 'vitest';
import type { AgreementFound } from '../commands/agreement';
import { LabRefusal, plainFailure } from '../failure';
import type { Lab } from '../protocol';
import { createViewStore } from './view';
import { createWorkbench } from './workbench';

const storage = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };

/** A page whose lab answers when it is told to. */
function page() {
  const answers: { resolve(found: AgreementFound): void; reject(error: unknown): void }[] = [];
  const waiting = new Map<string, { resolve(found: unknown): void; reject(error: unknown): void }>();
  const lab = {
    ask: (command: string) =>
      command === 'agreement'
        ? new Promise((resolve, reject) => answers.push({ resolve, reject }))
        : new Promise((resolve, reject) => waiting.set(command, { resolve, reject })),
    on: () => () => undefined,
    dispose: () => undefined,
  } as unknown as Lab;
  const bench = createWorkbench(lab, createViewStore(storage, { asked: null, preferred: 'en' }));
  return { answers, waiting, bench, agreement: () => bench.run.getState().agreement };
}
const found = (title: string) => ({ title }) as AgreementFound;

it('keeps what was found of a ranker until more is found, also where the question is refused or taken back', async () => {
  const { answers, bench, agreement } = page();
  const ask = async (run: string, answer: AgreementFound | LabRefusal): Promise<void> => {
    const asked = bench.compareWithRanker({ run });
    expect(agreement()).toEqual({ ranker: { run }, found: null });
    const { resolve, reject } = answers.at(-1)!;
    if (answer instanceof LabRefusal) reject(answer);
    else resolve(answer);
    await asked;
  };
  await ask('a', found('A'));
  await ask('b', new LabRefusal(plainFailure('run-without-weights', {}, { title: 'B' })));
  expect(agreement()).toEqual({ ranker: { run: 'a' }, found: found('A') });
  expect(bench.run.getState().failure?.code).toBe('run-without-weights');
  bench.run.setState({ failure: null });
  await ask('b', new LabRefusal(plainFailure('cut-off'), true));
  expect([agreement()?.found, bench.run.getState().failure]).toEqual([found('A'), null]);
  await ask('b', found('B'));
  expect(agreement()).toEqual({ ranker: { run: 'b' }, found: found('B') });
});

it('forgets it when the weights train on, and takes no answer that was asked of other weights', async () => {
  const { answers, bench, agreement } = page();
  const asked = bench.compareWithRanker({ column: 'score' });
  bench.run.moveOn();
  expect(agreement()).toBeNull();
  answers[0]!.resolve(found('A'));
  await asked;
  expect(agreement()).toBeNull();
  bench.run.setState({ agreement: { ranker: { column: 'score' }, found: found('A') } });
  bench.run.continueFrom(3);
  expect(agreement()).toBeNull();
});

it('says what is asked of weights for as long as it is, wherever a person looks meanwhile', async () => {
  const { bench, waiting } = page();
  const asking = () => bench.run.getState().asking;
  const [shuffled, sampled] = [bench.shuffleFields(), bench.sampleBadCases()];
  expect(asking()).toEqual(['fieldWorths', 'badCases']);
  waiting.get('badCases')!.resolve({ step: 3 });
  await sampled;
  expect([asking(), bench.run.getState().badCases]).toEqual([['fieldWorths'], { step: 3 }]);
  waiting.get('fieldWorths')!.reject(new LabRefusal(plainFailure('cut-off'), true));
  await shuffled;
  expect([asking(), bench.run.getState().fieldWorths]).toEqual([[], null]);
});
