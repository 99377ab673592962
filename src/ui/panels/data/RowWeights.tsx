/** How the weights of the training rows are spread. */
import { useState } from 'react';
import { fewEffective } from '../../../words/sentences';
import type { WeightFacts } from '../../../data/weight-facts';
import { CellsTable } from '../../charts/CellsTable';
import type { Cells } from '../../charts/step-table';
import { Heading } from '../../controls/Heading';
import { Icon } from '../../controls/Icon';
import { TableButton } from '../../controls/TableButton';
import { useSpeech } from '../../lab';
import { Count } from './Count';
import './RowWeights.css';

export function RowWeights({ weights }: { weights: WeightFacts }) {
  const speech = useSpeech();
  const { words, number, percent, fill, count, sentences } = speech;
  const w = words.data;
  const [asTable, setAsTable] = useState(false);
  const { bins, scale, mean, max, zeros, effective } = weights;
  const most = bins.reduce((so, bin) => Math.max(so, bin.count), 0);
  const few = fewEffective(weights, speech);
  const short = (weight: number): string => number(Number(weight.toPrecision(3)));
  const cells = (): Cells => [
    [w.weightFrom, w.weightTo, w.weightRows],
    ...bins.map(({ from, to, count: rows }) => [short(from), short(to), rows]),
  ];
  return (
    <section className="figure" aria-label={w.rowWeights}>
      <Heading title={w.rowWeights}>
        <div className="figure-tools">
          <TableButton open={asTable} change={setAsTable} />
        </div>
      </Heading>
      <div aria-hidden="true">
        <div className="weight-columns">
          {bins.map(({ from, to, count: rows }, at) => (
            <i
              key={at}
              title={fill(w.weightBin, { from: short(from), to: short(to), rows: count(w.rows, rows) })}
              style={{ height: `${(100 * rows) / most}%` }}
            />
          ))}
        </div>
        <div className="weight-ends">
          <span>{short(bins[0]?.from ?? 0)}</span>
          <span>{short(bins.at(-1)?.to ?? 0)}</span>
        </div>
      </div>
      <dl className="numbers">
        <Count label={w.weightMean} value={number(mean, 2)} />
        <Count label={w.weightMax} value={number(max, 2)} />
        <Count label={w.weightZeros} value={percent(zeros, 1)} />
        <Count label={w.weightEffective} value={percent(effective, 1)} />
      </dl>
      {few && (
        <p className="warning" role="note">
          <Icon name="help" />
          {few}
        </p>
      )}
      <p className="about">
        {sentences(scale === 'log' ? w.weightsOnLog : w.weightsOnLine, w.weightEffectiveAbout, w.rowWeightsAbout)}
      </p>
      {asTable && <CellsTable label={w.rowWeights} cells={cells()} format={(rows) => number(rows)} />}
    </section>
  );
}
