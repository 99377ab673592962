/** `npm run bench -- judge`: how long a graph takes to be judged, as it is for every frame of a drag. No GPU. */
import { judge } from '../../model/check/judge';
import type { TowerGraph } from '../../model/document/graph';
import { schemaOf } from '../../model/document/schema';
import { presets } from '../../model/presets/presets';
import { knownPresets, type JudgeOptions } from '../options';
import { presetDataset } from '../presets/problem';
import { print } from '../terminal';

const SEED = 7;

/** Milliseconds, medians. */
interface Judged {
  preset: string;
  nodes: number;
  /** Problems and types: what a drag asks for. */
  frame: number;
  /** Live values and costs too: what an edit asks for. */
  whole: number;
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

export async function runJudge({ json, steps, events, presets: asked }: JudgeOptions): Promise<number> {
  const ids = knownPresets(asked, [...presets.keys()]);
  const schema = schemaOf(await presetDataset({ events, seed: SEED }));
  const found = ids.map((preset): Judged => {
    const { graph } = presets.get(preset)!.build(schema);
    // Judgements are kept by graph: a copy is judged anew.
    const timed = (ask: (graph: TowerGraph) => unknown): number =>
      median(
        Array.from({ length: steps }, () => {
          const copy = structuredClone(graph);
          const began = performance.now();
          ask(copy);
          return performance.now() - began;
        }),
      );
    return {
      preset,
      nodes: graph.nodes.length,
      frame: timed((copy) => judge(copy, schema).problems),
      whole: timed((copy) => {
        const { probes, costs } = judge(copy, schema);
        return [probes, costs];
      }),
    };
  });
  print(
    json
      ? JSON.stringify({ steps, presets: found })
      : [
          `Median of ${steps}, ms: problems and types; with live values and costs`,
          ...found.map(
            ({ preset, nodes, frame, whole }) =>
              `  ${preset.padEnd(14)} ${String(nodes).padStart(3)} nodes ${frame.toFixed(2).padStart(7)} ${whole.toFixed(2).padStart(7)}`,
          ),
        ].join('\n'),
  );
  return 0;
}
