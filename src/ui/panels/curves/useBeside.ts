/** The runs that are drawn beside the one on screen, with their curves. */
import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { besideOf } from '../../../lab/stores/comparison';
import type { SeriesName } from '../../../lab/runs/series';
import { isOfUsers } from '../../../lab/runs/vector-series';
import type { Curve } from '../../../lab/stores/thin';
import { useBench, useRun, useSpeech, useView } from '../../lab';
import { sampleOf } from '../../../lab/runs/sample';
import { sampledName } from '../../../words/sample';
import { runLabel } from '../../runs/title';

export interface BesideLine {
  id: string;
  label: string;
  isBaseline: boolean;
  curve: Curve;
}

/** Returns the lines of a chart: those of the runs that have its series. */
export function useBeside(): (series: SeriesName) => BesideLine[] {
  const bench = useBench();
  const speech = useSpeech();
  const { runs, leaving, curves } = useStore(bench.runs);
  const onScreen = useRun((run) => run.id);
  const comparison = useView((view) => view.comparison);
  const beside = useMemo(
    () => besideOf({ runs, leaving }, { id: onScreen }, { comparison }),
    [runs, leaving, onScreen, comparison],
  );
  const { readCurves } = bench;
  useEffect(() => {
    if (beside.length > 0) void readCurves();
  }, [beside, readCurves]);
  return useMemo(() => {
    const labels = new Map(beside.map((run) => [run.id, runLabel(run, speech)]));
    return (series) =>
      beside.flatMap(({ id }) => {
        const all = curves[id]?.curves;
        const curve = all?.[series];
        if (!curve) return [];
        const label = isOfUsers(series) ? sampledName(labels.get(id)!, sampleOf(all), speech) : labels.get(id)!;
        return [{ id, label, isBaseline: id === comparison.baseline, curve }];
      });
  }, [beside, curves, comparison.baseline, speech]);
}
