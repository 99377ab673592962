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
  const waiting = new Map<string, { ask: unknown; resolve(found: unknown): void; reject(error: unknown): void }>();
  const lab = {
    ask: (command: string, ask: unknown) =>
      command === 'agreement'
        ? new Promise((resolve, reject) => answers.push({ resolve, reject }))
        : new Promise((resolve, reject) => waiting.set(command, { ask, resolve, reject })),
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

it('keeps what was found of all users for as long as the weights stay, and what was asked of them', async () => {
  const { bench, waiting } = page();
  const { run } = bench;
  const asked = { k: 20, category: 'genre', diversity: 0.5 };
  const test = async (): Promise<void> => {
    const answered = bench.testAllUsers(asked);
    expect(run.getState().asking).toEqual(['evaluateByInterest']);
    waiting.get('evaluateByInterest')!.resolve({ step: 3, ...asked });
    await answered;
  };
  await test();
  expect(waiting.get('evaluateByInterest')!.ask).toEqual(asked);
  expect([run.getState().asking, run.getState().interestsOverall]).toEqual([[], { step: 3, ...asked }]);
  for (const change of [() => run.moveOn(), () => run.continueFrom(3), () => run.begin(null)]) {
    await test();
    change();
    expect(run.getState().interestsOverall).toBeNull();
  }
});

it('keeps a live value split for as long as the weights stay, the one before until there is an answer', async () => {
  const { bench, waiting } = page();
  const { run } = bench;
  const ask = (field: string | null) => {
    const answered = bench.splitValues('gate/gate', { field });
    expect(waiting.get('valuesByField')!.ask).toEqual({ key: 'gate/gate', field });
    return { answered, ...waiting.get('valuesByField')! };
  };
  const split = () => run.getState().splits['gate/gate'];
  const genre = ask('genre');
  expect(split()).toEqual({ asked: { field: 'genre' }, found: null });
  genre.resolve('by genre');
  await genre.answered;
  expect(split()).toEqual({ asked: null, found: 'by genre' });
  // Of two questions the later one counts; one that is taken back leaves what was there.
  const [first, second] = [ask('author'), ask(null)];
  expect(split()).toEqual({ asked: { field: null }, found: 'by genre' });
  second.reject(new LabRefusal(plainFailure('cut-off'), true));
  await second.answered;
  first.resolve('by author');
  await first.answered;
  expect([split(), run.getState().failure]).toEqual([{ asked: null, found: 'by genre' }, null]);
  const late = ask('genre');
  run.moveOn();
  late.resolve('by genre');
  await late.answered;
  expect(split()).toBeUndefined();
  const last = ask('genre');
  void bench.splitValues('gate/gate', null);
  expect(waiting.get('cancel')!.ask).toEqual({ wait: 'values gate/gate' });
  last.resolve('by genre');
  await last.answered;
  expect(split()).toEqual({ asked: null, found: null });
});

it('keeps the scaling of a teacher for as long as the run is on screen, however far it trains, and none of another', async () => {
  const { bench, waiting } = page();
  const { run } = bench;
  const learn = async (between: () => void): Promise<void> => {
    const learnt = bench.learnScaling();
    between();
    waiting.get('teacherScaling')!.resolve({ slope: 2, intercept: -1 });
    await learnt;
  };
  run.setState({ id: 'a' });
  await learn(() => run.setState({ id: 'b' }));
  expect(run.getState().teacherScaling).toBeNull();
  await learn(() => run.moveOn());
  run.continueFrom(3);
  expect(run.getState().teacherScaling).toEqual({ slope: 2, intercept: -1 });
  run.begin(null);
  expect(run.getState().teacherScaling).toBeNull();
});
