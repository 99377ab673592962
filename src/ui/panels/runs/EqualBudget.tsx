/** The drawing made as large as a run, so that a comparison is of shape and not of size. */
import { useId, useState } from 'react';
import { judge } from '../../../model/check/judge';
import type { Fit } from '../../../model/edits/budget';
import { equalBudget, MEASURES, sizeOf, type Measure } from '../../../model/edits/equal-budget';
import type { Run } from '../../../lab/runs/run';
import { inEveryLanguage, type Speech } from '../../../words/words';
import { useBench, useData, useDocument, useSpeech } from '../../lab';
import { runLabel, sizeInWords } from '../../runs/title';

export function EqualBudget({ runs, baseline }: { runs: readonly Run[]; baseline: Run | undefined }) {
  const speech = useSpeech();
  const w = speech.words.comparison.budget;
  const [chosen, setChosen] = useState<string | null>(null);
  const [measure, setMeasure] = useState<Measure>('parameters');
  const [why, setWhy] = useState('');
  const ids = { run: useId(), measure: useId() };
  const run = runs.find(({ id }) => id === chosen) ?? baseline ?? runs[0];
  const fit = useFit(run, measure, setWhy);
  return (
    <section className="run-budget" aria-label={w.title}>
      <h2>{w.title}</h2>
      <p className="about">{w.about}</p>
      <div className="row wide">
        <label htmlFor={ids.run}>{w.run}</label>
        <select
          id={ids.run}
          value={run?.id}
          onChange={(event) => {
            setChosen(event.target.value);
            setWhy('');
          }}
        >
          {runs.map((one) => (
            <option key={one.id} value={one.id}>
              {runLabel(one, speech)}
            </option>
          ))}
        </select>
      </div>
      <div className="row wide">
        <label htmlFor={ids.measure}>{w.measure}</label>
        <select
          id={ids.measure}
          value={measure}
          onChange={(event) => {
            setMeasure(event.target.value as Measure);
            setWhy('');
          }}
        >
          {MEASURES.map((one) => (
            <option key={one} value={one}>
              {w.measures[one]}
            </option>
          ))}
        </select>
      </div>
      <button type="button" onClick={fit}>
        {w.apply}
      </button>
      <p className="about" role="status">
        {why}
      </p>
    </section>
  );
}

/** What the button does: one step of the document, or a sentence that says why there is none. */
function useFit(run: Run | undefined, measure: Measure, say: (text: string) => void): () => void {
  const { graph: store, view } = useBench();
  const speech = useSpeech();
  const document = useDocument();
  const schema = useData((data) => data.summary?.schema);
  return () => {
    if (!document || !schema || !run) return;
    const w = speech.words.comparison.budget;
    const { graph } = document;
    const { problems, costs } = judge(graph, schema);
    if (problems.length > 0) return say(w.problems);
    if (!run.size) return say(w.unknown);
    const fit = equalBudget(measure, run.size, graph, schema);
    if (!fit.ok) return say(refusalInWords(fit, measure, speech));
    const told = (template: 'done' | 'already', to: number) => (spoken: Speech) =>
      spoken.fill(spoken.words.comparison.budget[template], {
        from: sizeInWords(measure, sizeOf(costs)[measure], spoken),
        to: sizeInWords(measure, to, spoken),
        wanted: sizeInWords(measure, run.size![measure], spoken),
        measure: spoken.words.comparison.budget.measures[measure],
        title: runLabel(run, spoken),
      });
    const after = sizeOf(judge(fit.graph, schema).costs)[measure];
    if (fit.graph === graph) return say(told('already', after)(speech));
    store.getState().editGraph(() => fit.graph);
    say(told('done', after)(speech));
    view.setState({ notice: { text: inEveryLanguage(told('done', after)), undo: true } });
  };
}

function refusalInWords(fit: Extract<Fit, { ok: false }>, measure: Measure, speech: Speech): string {
  const { least = 0, wanted = 0, percent = 0, width = 0 } = fit.values;
  return speech.fill(speech.words.comparison.budget[fit.code], {
    least: sizeInWords(measure, least, speech),
    wanted: sizeInWords(measure, wanted, speech),
    percent: speech.number(percent, 1),
    width,
  });
}
