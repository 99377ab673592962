import type { LabFailure } from './failure';

/**
 * A command the lab refused, with everything the page needs to say why. `ended` marks questions cut off by a stop:
 * nothing to report.
 */
export class LabRefusal extends Error {
  constructor(
    readonly failure: LabFailure,
    readonly ended = false,
  ) {
    super(failure.detail.message);
    this.name = failure.detail.name;
  }
}
