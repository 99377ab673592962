/** When live values are read: by the clock while somebody may watch, less often the longer a run has gone on. */

/** A step with live values costs more than one without. */
const PROBE_MS = 500;
/**
 * Readings of live values by the clock before they come less often: from then on each doubling of the time adds 0.7
 * times as many. All of them are kept.
 */
const MANY_PROBES = 600;

export class ProbeTimes {
  private last = 0;

  /** @param began when the loop began, in ms */
  constructor(private readonly began: number) {}

  isDue(now: number): boolean {
    return now - this.last >= Math.max(PROBE_MS, (now - this.began) / MANY_PROBES);
  }

  taken(now: number): void {
    this.last = now;
  }
}
