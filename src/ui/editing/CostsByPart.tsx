/** What each table and each node of the drawing weighs, and what of the GPU's memory its training takes. */
import { useEffect, useState } from 'react';
import { BYTES_PER_FLOAT, type CostPart } from '../../model/check/costs';
import { Marker } from '../controls/Marker';
import { useCosts, useMemory } from '../judgement';
import { useBench, useDocument, useRun, useSpeech } from '../lab';
import { nodeName } from './named';

/** Nothing of a drawing that cannot run. */
export function PartsTable() {
  const speech = useSpeech();
  const { words, fill, number, bytes } = speech;
  const w = words.editing.byPart;
  const graph = useDocument()?.graph;
  const costs = useCosts();
  if (!graph || !costs) return null;
  const is = (kind: CostPart['kind']): CostPart[] => costs.parts.filter((part) => part.kind === kind);
  const ordered = [...is('node'), ...is('table')];
  const whole = (n: number | null): string => (n === null ? words.common.none : number(n, 0));
  const nameOf = ({ kind, id }: CostPart): string => {
    const table = kind === 'table' && graph.tables.find((one) => one.id === id);
    return table ? fill(w.table, { id, width: table.width }) : nodeName(graph, id, speech);
  };
  const cells = (parameters: number, flops: number | null) => (
    <>
      <td className="amount">{whole(parameters)}</td>
      <td className="amount">{bytes(parameters * BYTES_PER_FLOAT)}</td>
      <td className="amount">{whole(flops)}</td>
    </>
  );
  return (
    <div className="scroll amounts" tabIndex={0} role="group" aria-label={w.title}>
      <table aria-label={w.title}>
        <caption>{w.about}</caption>
        <thead>
          <tr>
            <th scope="col">{w.part}</th>
            {[w.parameters, w.bytes, w.flops].map((heading) => (
              <th key={heading} scope="col" className="amount">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ordered.map((part) => (
            <tr key={`${part.kind} ${part.id}`}>
              <th scope="row" title={nameOf(part)}>
                <Marker side={part.side} />
                {nameOf(part)}
              </th>
              {cells(part.parameters, part.flops)}
            </tr>
          ))}
        </tbody>
        <tfoot>
          {(['user', 'item'] as const).map((side) => (
            <tr key={side}>
              <th scope="row">{w.tower[side]}</th>
              {cells(costs.ofTower[side], costs.flops[side])}
            </tr>
          ))}
          <tr>
            <th scope="row">{w.all}</th>
            {cells(costs.parameters, null)}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

/** What is forecast for the drawing, and what the lab holds now. */
export function MemoryTable() {
  const { words, bytes } = useSpeech();
  const w = words.editing.memory;
  const memory = useMemory();
  const now = useGpuBytes();
  if (!memory) return null;
  const { tables, dense, step, index, total } = memory;
  return (
    <table aria-label={w.title}>
      <caption>{w.title}</caption>
      <tbody>
        {Object.entries({ tables, dense, step, index }).map(([id, size]) => (
          <tr key={id}>
            <th scope="row">{w[id as 'tables' | 'dense' | 'step' | 'index']}</th>
            <td className="amount">{bytes(size)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{w.total}</th>
          <td className="amount">{bytes(total)}</td>
        </tr>
        <tr data-cost="gpu-now">
          <th scope="row">{w.now}</th>
          <td className="amount">{now === null ? words.common.none : bytes(now)}</td>
        </tr>
      </tfoot>
    </table>
  );
}

/** Asked when somebody looks, and whenever a run begins, rests or has ended an epoch; null where no GPU computes. */
function useGpuBytes(): number | null {
  const bench = useBench();
  const moment = useRun(({ progress: { phase, epoch } }) => `${phase} ${epoch}`);
  const [answered, setAnswered] = useState<{ moment: string; bytes: number | null } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void bench.ask('gpuBytes', {}).then((answer) => {
      if (isCurrent && answer) setAnswered({ moment, ...answer });
    });
    return () => {
      isCurrent = false;
    };
  }, [bench, moment]);
  return answered?.bytes ?? null;
}
