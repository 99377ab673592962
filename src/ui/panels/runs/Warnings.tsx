/** Where a comparison with the baseline says less than it seems to, and what to do about it. */
import { warningsOf, type Warning } from '../../../lab/comparison/compare';
import type { Run } from '../../../lab/runs/run';
import type { Speech } from '../../../words/words';
import { useRun, useSpeech, useView } from '../../lab';
import { useWorldName } from '../../names';
import { differencesInWords } from '../../runs/differences';
import { runLabel } from '../../runs/title';

/** Of the runs that are drawn beside each other: the one on screen, and those in the charts. */
export function Warnings({ runs, baseline }: { runs: readonly Run[]; baseline: Run }) {
  const speech = useSpeech();
  const worldName = useWorldName();
  const onScreen = useRun((run) => run.id);
  const overlaid = useView(({ comparison }) => comparison.overlaid);
  const compared = runs.filter(({ id }) => id === onScreen || overlaid.includes(id));
  const warnings = warningsOf(baseline, compared);
  if (warnings.length === 0) return null;
  return (
    <ul className="run-warnings">
      {warnings.map((warning) => (
        <li key={`${warning.run.id} ${warning.kind}`}>{warningInWords(warning, speech, worldName)}</li>
      ))}
    </ul>
  );
}

export function warningInWords(warning: Warning, speech: Speech, nameOf: (data: string) => string): string {
  const { fill, items, percent } = speech;
  const w = speech.words.comparison.warning;
  const title = runLabel(warning.run, speech);
  switch (warning.kind) {
    case 'mixed': {
      const changes = differencesInWords({ ...warning.difference, changes: warning.changes }, speech, nameOf);
      return fill(w.mixed, { n: warning.count, changes: items(changes), title });
    }
    case 'data':
      return fill(w.data, { title, from: nameOf(warning.from), to: nameOf(warning.to) });
    case 'budget':
      return fill(warning.larger > 0 ? w.larger : w.smaller, { title, percent: percent(Math.abs(warning.larger)) });
  }
}
