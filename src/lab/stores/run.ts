/**
 * The run: append-only. Points live in typed arrays outside the store; the store holds thinned curves, renewed at most
 * four times a second.
 */
import { createStore } from 'zustand/vanilla';
import { AT_REST } from '../announcer';
import type { Document } from './graph';
import { ThinnedCurves } from './clock';
import type { Curve } from './thin';
import type { Scaling } from '../../data/platt-scaling';
import type { AgreementFound } from '../commands/agreement';
import type { DeviceInfo } from '../device-info';
import type { BadCases } from '../evaluate/bad-cases';
import type { Baselines } from '../evaluate/baseline-figures';
import type { ChannelParts } from '../evaluate/channel-parts';
import type { InterestsOverall } from '../evaluate/overall';
import type { ValuesByField } from '../evaluate/values-by-field';
import type { LabFailure } from '../failure';
import type { Phase, Progress } from '../progress';
import type { OpenedRun } from '../runs/open-run';
import type { Evaluated, RunResult } from '../runs/run';
import type { Wait } from '../waits';
import { SeriesLog, type SeriesChunk, type SeriesName } from '../runs/series';
import type { FieldWorths } from '../selection/field-worth';
import type { SnapshotMark } from '../runs/snapshots';

/** A stored run, or a column of the log with scores. */
export type RankerChoice = { run: string } | { column: string };

/** By a field, or without one by how many events are known of a row. */
export interface SplitBy {
  field: string | null;
}
/** `asked`: null where no answer is awaited; `found`: the one before until then, null before the first. */
export interface SplitValues {
  asked: SplitBy | null;
  found: ValuesByField | null;
}

export const PUBLISH_INTERVAL_MS = 250;

export type Curves = Readonly<Partial<Record<SeriesName, Curve>>>;

export interface RunState {
  /** Of the run on the screen; null before the first start. */
  id: string | null;
  device: DeviceInfo | null;
  progress: Progress;
  curves: Curves;
  /** Of its snapshots. */
  marks: readonly SnapshotMark[];
  /** The step that a person looks back at; null: the last one, as it is. */
  at: number | null;
  /** The step of the lists on screen that follow the training; null where there are none. */
  followed: number | null;
  /** The curves up to the step that is shown: what everything reads that shows live values. */
  shown: Curves;
  /** Steps in a second at most; null: all. */
  pace: number | null;
  /** What the button Step takes. */
  stepsAtOnce: number;
  baselines: { validation: Baselines; test: Baselines };
  result: RunResult | null;
  failure: LabFailure | null;
  /** Why nothing is stored and the run would not survive a reload; null while it would. */
  unsaved: LabFailure | null;
  /** The GPU was lost and came back; training went on from this step. */
  recovered: { step: number } | null;
  /** Test figures of weights that did not come out of a finished training: imported, or stopped. */
  evaluated: Evaluated | null;
  /** The lists of interests over all tested users, where it was asked of the weights at rest. */
  interestsOverall: InterestsOverall | null;
  /** What channels give to a sample of scores, where it was asked of the weights at rest. */
  channelParts: ChannelParts | null;
  /** Live values that a person has split, by the key of their probe. */
  splits: Readonly<Record<string, SplitValues>>;
  /** How far the weights at rest agree with a ranker, where it was asked for; `found`: null while it is counted. */
  agreement: { ranker: RankerChoice; found: AgreementFound | null } | null;
  /** What fields are worth, where it was asked of the weights at rest. */
  fieldWorths: FieldWorths | null;
  /** By which the scores of a teacher became log-odds, once it was asked; null where the run learns from none such. */
  teacherScaling: Scaling | null;
  /** Bad cases by title, where they were asked for; of the step that they name. */
  badCases: BadCases | null;
  /** Questions to the weights that are under way: a person may look at other panels meanwhile. */
  asking: readonly AskedOfWeights[];
  /** The document the weights belong to; null before the first start. */
  trained: Document | null;
  /** Name of the file that is being imported; null where none is. */
  importing: string | null;
  /** How far each thing is that is waited for; not there where nothing is. */
  waiting: Partial<Record<Wait, number>>;
  /** Why a stored run that was opened has no weights; null where it has. */
  lacks: OpenedRun['lacks'];
}

/** Questions whose answers are kept here. */
export type AskedOfWeights = 'evaluate' | 'evaluateByInterest' | 'channelParts' | 'fieldWorths' | 'badCases';

/** What weights at rest were asked, before they are. */
const UNASKED = {
  evaluated: null,
  interestsOverall: null,
  channelParts: null,
  splits: {},
  agreement: null,
  fieldWorths: null,
} satisfies Partial<RunState>;

/** What belongs to one run. */
const NO_RUN = {
  id: null,
  progress: AT_REST,
  curves: {},
  marks: [],
  at: null,
  followed: null,
  shown: {},
  result: null,
  failure: null,
  ...UNASKED,
  teacherScaling: null,
  badCases: null,
  lacks: null,
} satisfies Partial<RunState>;

/** What is of the run on the screen. */
const runOf = (state: RunState): Partial<RunState> => ({
  ...Object.fromEntries(Object.keys(NO_RUN).map((key) => [key, state[key as keyof typeof NO_RUN]])),
  trained: state.trained,
});

export const createRunStore = () => {
  const log = new SeriesLog();
  const whole = new ThinnedCurves(log);
  const past = new ThinnedCurves(log);
  let timer: ReturnType<typeof setTimeout> | null = null;
  let lastPublished = -Infinity;

  const store = createStore<RunState>()(() => ({
    ...NO_RUN,
    device: null,
    pace: null,
    asking: [],
    stepsAtOnce: 1,
    baselines: { validation: {}, test: {} },
    unsaved: null,
    recovered: null,
    trained: null,
    importing: null,
    waiting: {},
  }));

  const publish = (): void => {
    timer = null;
    lastPublished = Date.now();
    const curves = whole.upTo(Infinity);
    store.setState((run) => ({ curves, shown: shownOf({ ...run, curves }) }));
  };
  const shownOf = ({ at, followed, curves }: RunState): Curves => {
    const step = at ?? followed;
    return step === null ? curves : past.upTo(step);
  };
  const setClock = (change: Partial<Pick<RunState, 'at' | 'followed'>>): void =>
    store.setState((run) => ({ ...change, shown: shownOf({ ...run, ...change }) }));
  const cutAfter = (step: number): void => {
    log.cutAfter(step);
    whole.forget();
    past.forget();
    const { at } = store.getState();
    setClock({ followed: null, ...(at !== null && at > step ? { at: null } : {}) });
  };

  return {
    ...store,
    append(chunks: readonly SeriesChunk[]): void {
      log.append(chunks);
      timer ??= setTimeout(publish, Math.max(0, lastPublished + PUBLISH_INTERVAL_MS - Date.now()));
    },
    /** The run went back to `step`: what came after it comes again. */
    goBack(recovered: { step: number }): void {
      cutAfter(recovered.step);
      store.setState({ recovered });
      timer ??= setTimeout(publish, 0);
    },
    /** The run goes on from `step`: its curves up to there stay, what was said of its end does not. */
    continueFrom(step: number): void {
      cutAfter(step);
      store.setState({
        result: null,
        failure: null,
        ...UNASKED,
        badCases: null,
      });
      timer ??= setTimeout(publish, 0);
    },
    /** The weights at rest train further: what was said of them no longer holds, and the run is shown as it is. */
    moveOn(): void {
      setClock({ at: null });
      store.setState({ failure: null, ...UNASKED });
    },
    /** Shows the run as it was at a step; null: as it is. */
    lookAt: (at: number | null): void => setClock({ at }),
    /** Lists of that step are on screen, and follow the training; null: there are none any more. */
    follow: (followed: number | null): void => setClock({ followed }),
    /** Every point of a series, for copying as CSV. */
    points: (name: SeriesName) => log.points(name),
    /** Room for a new run; the device stays. @returns brings back what was there, but for where the lab is now */
    begin(trained: Document | null): () => void {
      const [before, chunks] = [runOf(store.getState()), log.all()];
      const show = (all: readonly SeriesChunk[], shown: Partial<RunState>): void => {
        log.clear();
        log.append(all);
        whole.forget();
        past.forget();
        if (timer !== null) clearTimeout(timer);
        timer = null;
        store.setState(shown);
      };
      show([], { ...NO_RUN, trained });
      return () => {
        const { progress, failure } = store.getState();
        show(chunks, { ...before, progress, failure });
      };
    },
    forgetBaselines(): void {
      store.setState({ baselines: { validation: {}, test: {} } });
    },
  };
};

export type RunStore = ReturnType<typeof createRunStore>;

const RESTING: readonly Phase[] = ['idle', 'done', 'failed'];
export const isResting = (phase: Phase): boolean => RESTING.includes(phase);

export type MainAction = 'start' | 'continue' | 'pause' | 'resume';
/**
 * The transport's buttons. The main button keeps its place and changes its name.
 * @param continues the weights at rest are those of the document on screen: they can be trained further
 */
export function transport(
  phase: Phase,
  ready: boolean,
  continues = false,
): { main: MainAction; mainEnabled: boolean; step: boolean; stop: boolean; anew: boolean } {
  switch (phase) {
    case 'done':
      return {
        main: continues ? 'continue' : 'start',
        mainEnabled: ready,
        step: ready,
        stop: false,
        anew: ready && continues,
      };
    case 'idle':
    case 'failed':
      return { main: 'start', mainEnabled: ready, step: ready, stop: false, anew: false };
    case 'preparing':
    case 'compiling':
      return { main: 'pause', mainEnabled: false, step: false, stop: true, anew: false };
    case 'training':
      return { main: 'pause', mainEnabled: true, step: false, stop: true, anew: false };
    case 'paused':
      return { main: 'resume', mainEnabled: true, step: true, stop: true, anew: false };
    case 'stopping':
    case 'recovering':
      return { main: 'pause', mainEnabled: false, step: false, stop: false, anew: false };
  }
}
