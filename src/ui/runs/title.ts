/** What a run is called, and what a sweep varies. */
import { BYTES_PER_FLOAT } from '../../model/check/costs';
import { findBlock } from '../../model/nodes/registry';
import { nodeById } from '../../model/document/graph-edits';
import type { Measure } from '../../model/edits/equal-budget';
import type { Json, TowerGraph } from '../../model/document/graph';
import { presetOf } from '../../model/presets/presets';
import type { Run } from '../../lab/runs/run';
import { isRanker } from '../../lab/runs/usable-runs';
import type { Speech } from '../../words/words';
import { titleInWords } from '../origin';
import { valueInWords } from '../changes/in-words';

/** A run that nobody has named has the title of its preset, in the person's language. */
export function runTitle({ title, graph }: Pick<Run, 'title' | 'graph'>, speech: Speech): string {
  const preset = presetOf(graph);
  return titleInWords(title, preset ? { preset, title: preset.title } : null, speech);
}

/** Told apart from the others of its sweep: 'Two towers, seed 2'. */
export function runLabel(run: Run, speech: Speech): string {
  const title = runTitle(run, speech);
  if (!run.sweep) return title;
  const { words, fill, line } = speech;
  const { vary, value, seeds } = run.sweep;
  const more = line(
    vary === null ? '' : variedValue(run.graph, vary, value, speech),
    seeds.length > 1 || vary === null ? fill(words.comparison.seedOf, { seed: run.settings.seed }) : '',
  );
  return fill(words.comparison.label, { title, more });
}

/** Among others to choose from: 'Two towers, seed 1, 400 steps, two towers'. */
export function runInList(run: Run, speech: Speech): string {
  const { words, fill, line, count } = speech;
  const w = words.funnel.panel;
  return line(
    runTitle(run, speech),
    fill(words.comparison.seedOf, { seed: run.settings.seed }),
    count(words.runs.steps, run.step),
    isRanker(run) ? w.ranker : w.towers,
  );
}

/** A setting or a parameter of a node by its name on the screen. */
export function variedName(graph: TowerGraph, vary: string, { words, fill }: Speech): string {
  const w = words.comparison.sweep.setting;
  if (vary in w) return w[vary as keyof typeof w];
  const [id, name] = [vary.slice(0, vary.lastIndexOf('.')), vary.slice(vary.lastIndexOf('.') + 1)];
  const block = words.blocks[findBlock(nodeById(graph, id)?.block ?? '')?.id ?? ''];
  return fill(words.curves.term, { title: block?.params[name] ?? name, id });
}

export function variedValue(graph: TowerGraph, vary: string, value: Json, speech: Speech): string {
  const node = nodeById(graph, vary.slice(0, Math.max(0, vary.lastIndexOf('.'))));
  return valueInWords(value, node?.block, speech);
}

const BIG_INDEX = 1e8;

/** Parameters and multiply-adds as they are counted; the index at 10^8 items in bytes. */
export const sizeInWords = (measure: Measure, value: number, { number, bytes }: Speech): string =>
  measure === 'index' ? bytes(value * BYTES_PER_FLOAT * BIG_INDEX) : number(Math.round(value));
