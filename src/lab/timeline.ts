/** The snapshots of the run that is on screen: taken while it trains, and recalled. */
import type { Dataset } from '../data/dataset';
import type { Who } from './evaluate/asked';
import type { InterestsInNumbers } from './evaluate/interest-lists';
import type { Snapshot } from './formats/snapshot/format';
import { isLogSpaced, marksOf, SnapshotLog, snapshotsUpTo, type SnapshotMark } from './runs/snapshots';
import type { LiveModel } from './training/live-model';
import { takeSnapshot } from './training/take-snapshot';
import type { TrainingPort } from './training/training-port';

export class Timeline {
  /** Whose lists are kept from now on; null: those of the first user who is tested. */
  user: number | null = null;
  /** What was read for the last list that was asked for, of a run at a step; `k`: the length of its lists. */
  glance: { run: string; step: number; who: Who; k: number; interests: InterestsInNumbers | null } | null = null;
  private run: string | null = null;
  private log = new SnapshotLog();

  /** @param isKept false: no snapshots are taken */
  constructor(
    private readonly isKept: boolean,
    private readonly changed: (marks: SnapshotMark[]) => void,
  ) {}

  get all(): Snapshot[] {
    return this.log.all;
  }

  /** A run that is on screen from now on. @param step what comes after it comes again */
  show(run: string, snapshots: readonly Snapshot[], step = Infinity): void {
    this.run = run;
    this.log = new SnapshotLog(snapshotsUpTo(snapshots, step));
    this.changed(marksOf(this.all));
  }

  /** Null where the run has none of that step. */
  find(run: string, step: number): Snapshot | null {
    return (run === this.run && this.all.find((snapshot) => snapshot.step === step)) || null;
  }

  /** Null where nothing was kept of that person there. @param k length of the lists */
  interestsAt(run: string, step: number, who: Who, k: number): InterestsInNumbers | null {
    const { glance } = this;
    if (glance?.run === run && glance.step === step && glance.k >= k && isSame(glance.who, who))
      return glance.interests;
    const kept = this.find(run, step)?.interests;
    return kept?.user === who ? kept : null;
  }

  /** Of a run that is shown, while it trains. */
  portFor(model: LiveModel): Pick<TrainingPort, 'snapshots'> {
    if (!this.isKept) return {};
    const { log } = this;
    return {
      snapshots: {
        isDue: isLogSpaced,
        take: async (epoch) => {
          const snapshot = await takeSnapshot(model, epoch, this.user ?? firstTested(model.dataset));
          if (!snapshot || log !== this.log) return;
          log.add(snapshot);
          this.changed(marksOf(log.all));
        },
      },
    };
  }
}

const firstTested = ({ split }: Dataset): number | null => split.test[0]?.user ?? null;

const isSame = (a: Who, b: Who): boolean => JSON.stringify(a) === JSON.stringify(b);
