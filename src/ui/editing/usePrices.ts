/** What the drawing weighs, and what it weighed as it was last trained or loaded. */
import { useMemo } from 'react';
import { BYTES_PER_FLOAT, type Costs } from '../../model/check/costs';
import { useData, useDocument, useOpened, useRun, useSpeech } from '../lab';
import { useJudgement } from '../judgement';

export interface CostRow {
  id: string;
  label: string;
  now: string;
  before: string;
  /** '+16', '−1.2 kB'; '' where nothing changed or one of both is not known. */
  difference: string;
}

export interface Prices {
  rows: readonly CostRow[];
  complete: boolean;
}

export function usePrices(): Prices | null {
  const { words, fill, number, bytes } = useSpeech();
  const opened = useOpened()?.graph;
  const trained = useRun((run) => run.trained?.graph);
  const now = useJudgement(useDocument()?.graph)?.costs;
  const before = useJudgement(trained ?? opened)?.costs;
  const items = useData((data) => data.summary?.items) ?? 0;
  return useMemo(() => {
    if (!now || !before) return null;
    const w = words.editing.cost;
    const whole = (n: number): string => number(n, 0);
    const row = (
      id: string,
      label: string,
      of: (costs: Costs) => number | null,
      say: (n: number) => string,
    ): CostRow => {
      const [a, b] = [of(now), of(before)];
      const inWords = (n: number | null): string => (n === null ? words.common.none : say(n));
      const difference = a === null || b === null || a === b ? '' : `${a > b ? '+' : '−'}${say(Math.abs(a - b))}`;
      return { id, label, now: inWords(a), before: inWords(b), difference };
    };
    const rows = [
      row('userWidth', w.userWidth, ({ width }) => width.user, whole),
      row('itemWidth', w.itemWidth, ({ width }) => width.item, whole),
      row(
        'index',
        fill(w.index, { n: items }),
        ({ width }) => (width.item === null ? null : items * width.item * BYTES_PER_FLOAT),
        bytes,
      ),
      row('tables', w.tables, ({ tableParameters }) => tableParameters, whole),
      row('dense', w.dense, ({ denseParameters }) => denseParameters, whole),
      row('userFlops', w.userFlops, ({ flops }) => flops.user, whole),
      row('itemFlops', w.itemFlops, ({ flops }) => flops.item, whole),
      ...(now.flops.pair + before.flops.pair > 0
        ? [row('pairFlops', w.pairFlops, ({ flops }) => flops.pair, whole)]
        : []),
    ];
    return { rows, complete: now.complete };
  }, [now, before, items, words, fill, number, bytes]);
}
