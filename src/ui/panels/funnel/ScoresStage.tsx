/** Behind the stages: a file with the scores of a ranker that stands in no run, and what it is to score. */
import { useRef } from 'react';
import type { StageChoice } from '../../../lab/funnel/cut-offs';
import { isRunning } from '../../../lab/phases';
import type { ReorderChoice } from '../../../lab/stores/funnel';
import { NumberField } from '../../controls/NumberField';
import { saveFile } from '../../controls/save-file';
import { useBench, useRun, useSpeech } from '../../lab';

const FIRST_KEEP = 20;

export function ScoresStage({
  stages,
  reorder,
  fixed,
}: {
  stages: readonly StageChoice[];
  reorder: ReorderChoice | null;
  /** While the test users are under way. */
  fixed: boolean;
}) {
  const bench = useBench();
  const { words, fill } = useSpeech();
  const w = words.funnel.panel;
  const input = useRef<HTMLInputElement>(null);
  const choose = useRef<HTMLButtonElement>(null);
  const rests = useRun((run) => !isRunning(run.progress.phase));
  const most = stages.at(-1)!.keep;
  const save = async (): Promise<void> => {
    const candidates = await bench.candidatesOf(stages);
    if (candidates) saveFile(candidates);
  };
  return (
    <fieldset className="funnel-scores" disabled={fixed}>
      <legend>{w.reorder}</legend>
      <p className="about">{w.reorderAbout}</p>
      <div className="funnel-tools">
        <button type="button" ref={choose} onClick={() => input.current?.click()}>
          {reorder ? fill(w.reorderReplace, { file: reorder.file.name }) : w.reorderChoose}
        </button>
        {reorder && (
          <button
            type="button"
            className="quiet"
            aria-label={w.reorderRemove}
            onClick={() => {
              bench.chooseReorder(null);
              // The button that had the focus is gone.
              choose.current?.focus();
            }}
          >
            {w.remove}
          </button>
        )}
        <button type="button" className="quiet" disabled={!rests} onClick={() => void save()}>
          {w.candidates}
        </button>
      </div>
      <input
        ref={input}
        type="file"
        hidden
        accept=".csv,.tsv,.txt,text/csv"
        aria-label={w.reorderFile}
        data-testid="file-scores"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) bench.chooseReorder({ file, keep: reorder?.keep ?? Math.min(FIRST_KEEP, most) });
        }}
      />
      {reorder && (
        <div className="funnel-keep">
          <span aria-hidden="true">{words.funnel.keeps}</span>
          <NumberField
            label={w.reorderKeep}
            spec={{ min: 1, max: most }}
            value={reorder.keep}
            whole
            change={(keep) => bench.chooseReorder({ ...reorder, keep })}
          />
        </div>
      )}
    </fieldset>
  );
}
