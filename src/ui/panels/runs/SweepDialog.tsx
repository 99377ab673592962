/** What a sweep trains: seeds, and values of one parameter or setting. */
import { useId, useState } from 'react';
import {
  cellsOf,
  leftOutValues,
  valuesIn,
  VARIED_SETTINGS,
  WITHOUT,
  type SweepPlan,
  type VaryFault,
} from '../../../lab/sweeps/sweep';
import type { TowerGraph } from '../../../model/document/graph';
import type { Schema } from '../../../model/document/schema';
import { findBlock } from '../../../model/nodes/registry';
import type { Speech } from '../../../words/words';
import { Dialog } from '../../controls/Dialog';
import { useBench, useData, useDocument, useSpeech } from '../../lab';
import { variedName } from '../../runs/title';

const MOST_SEED = 2 ** 31 - 1;

export function SweepDialog({ close }: { close(): void }) {
  const { words } = useSpeech();
  const document = useDocument();
  const schema = useData((data) => data.summary?.schema);
  const w = words.comparison.sweep;
  if (!document || !schema) return null;
  return (
    <Dialog title={w.title} about={w.about} close={close}>
      <Form graph={document.graph} schema={schema} firstSeed={document.settings.seed} close={close} />
    </Dialog>
  );
}

interface FormProps {
  graph: TowerGraph;
  schema: Schema;
  firstSeed: number;
  close(): void;
}

function Form({ graph, schema, firstSeed, close }: FormProps) {
  const bench = useBench();
  const speech = useSpeech();
  const { words, fill, count } = speech;
  const w = words.comparison.sweep;
  const [seeds, setSeeds] = useState([0, 1, 2].map((n) => firstSeed + n).join(', '));
  const [vary, setVary] = useState('');
  const [values, setValues] = useState('');
  const [fault, setFault] = useState('');
  const ids = { seeds: useId(), vary: useId(), values: useId(), fault: useId() };
  const plan = planOf(seeds, vary, values, speech);
  const start = (): void => {
    const why = typeof plan === 'string' ? plan : faultInWords(bench.sweep(plan), speech);
    if (why === '') close();
    else setFault(why);
  };
  return (
    <form
      className="form sweep-form"
      onSubmit={(event) => {
        event.preventDefault();
        start();
      }}
    >
      <div className="row wide">
        <label htmlFor={ids.seeds}>{w.seeds}</label>
        <input id={ids.seeds} type="text" value={seeds} onChange={(event) => setSeeds(event.target.value)} />
        <p className="about">{w.seedsHint}</p>
      </div>
      <div className="row wide">
        <label htmlFor={ids.vary}>{w.vary}</label>
        <Varied
          id={ids.vary}
          graph={graph}
          value={vary}
          change={(chosen) => {
            setVary(chosen);
            // All there are, to take some away from; of anything else nobody knows which values a person wants.
            if (chosen === WITHOUT) setValues(leftOutValues(graph, schema).join(', '));
            else if (vary === WITHOUT) setValues('');
          }}
        />
      </div>
      {vary !== '' && (
        <div className="row wide">
          <label htmlFor={ids.values}>{w.values}</label>
          <input id={ids.values} type="text" value={values} onChange={(event) => setValues(event.target.value)} />
          <p className="about">
            {vary === WITHOUT ? w.withoutHint : fill(w.valuesHint, { example: exampleOf(graph, vary) })}
          </p>
        </div>
      )}
      <p className="about">{w.rule}</p>
      <p className="wrong" role="status" id={ids.fault}>
        {fault}
      </p>
      <button type="submit" className="primary" aria-describedby={ids.fault}>
        {w.start}
        {typeof plan === 'string' ? '' : ` (${count(w.runs, cellsOf({ ...plan, id: '' }).length)})`}
      </button>
    </form>
  );
}

/** Settings, and the parameters of each node that are no tables. */
function Varied({
  id,
  graph,
  value,
  change,
}: {
  id: string;
  graph: TowerGraph;
  value: string;
  change(value: string): void;
}) {
  const speech = useSpeech();
  const { words } = speech;
  const w = words.comparison.sweep;
  return (
    <select id={id} value={value} onChange={(event) => change(event.target.value)}>
      <option value="">{w.nothing}</option>
      <option value={WITHOUT}>{variedName(graph, WITHOUT, speech)}</option>
      <optgroup label={w.settings}>
        {VARIED_SETTINGS.map((setting) => (
          <option key={setting} value={setting}>
            {variedName(graph, setting, speech)}
          </option>
        ))}
      </optgroup>
      {graph.nodes.map((node) => {
        const params = Object.entries(findBlock(node.block)?.params ?? {}).filter(([, { kind }]) => kind !== 'tables');
        return (
          params.length > 0 && (
            <optgroup key={node.id} label={node.id}>
              {params.map(([name]) => (
                <option key={name} value={`${node.id}.${name}`}>
                  {variedName(graph, `${node.id}.${name}`, speech)}
                </option>
              ))}
            </optgroup>
          )
        );
      })}
    </select>
  );
}

/** The plan, or what is wrong with what was typed. */
export function planOf(seeds: string, vary: string, values: string, speech: Speech): Omit<SweepPlan, 'id'> | string {
  const w = speech.words.comparison.sweep;
  const given = seeds.split(',').map((part) => part.trim());
  const numbers = [...new Set(given.map(Number))];
  if (!given.every((part) => /^\d+$/.test(part) && Number(part) <= MOST_SEED))
    return speech.fill(w.badSeeds, { most: MOST_SEED });
  if (vary === '') return { vary: null, values: [], seeds: numbers };
  const several = valuesIn(values);
  return several.length < 2 ? w.noValues : { vary, values: several, seeds: numbers };
}

const faultInWords = (fault: VaryFault | null, { words, fill }: Speech): string =>
  fault ? fill(words.comparison.sweep.fault[fault.code], { ...fault }) : '';

/** Two values as they are typed. */
function exampleOf(graph: TowerGraph, vary: string): string {
  const at = vary.lastIndexOf('.');
  if (vary === 'tablePrecision') return 'float32, float16';
  if (at < 0) return vary === 'learningRate' || vary === 'weightDecay' ? '0.001, 0.01' : '64, 256';
  const node = graph.nodes.find(({ id }) => id === vary.slice(0, at));
  const spec = findBlock(node?.block ?? '')?.params[vary.slice(at + 1)];
  switch (spec?.kind) {
    case 'choice':
      return spec.options.slice(0, 2).join(', ');
    case 'toggle':
      return 'true, false';
    case 'widths':
      return '[64, 32], [128, 32]';
    default:
      return spec && 'min' in spec ? [spec.default, Math.min(spec.max, spec.default * 2)].join(', ') : '';
  }
}
