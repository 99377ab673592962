/** A preset in PyTorch: its graph's own program, fed from files. Node only. */
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { matchesPath } from '../../model/document/optimizer-groups';
import type { TowerGraph } from '../../model/document/graph';
import { schemaOf } from '../../model/document/schema';
import { countsIn } from '../../model/nodes/stages';
import { composeProgram } from '../../model/torch/compose';
import { programInput } from '../../model/torch/program-input';
import { torchInput, torchRuns, type TorchInput, type TorchRun } from '../implementations/torch';
import { plainRate, type PresetProblem } from './problem';
import program from './torch.py?raw';

/**
 * What is worth timing of presets: Adam by its loop over tensors comes to what fused Adam comes to. Composed programs
 * make their tensors on the CPU.
 */
export const presetTorchRuns = (): TorchRun[] => torchRuns(['cpu']).filter(({ rule }) => rule !== 'dense');

/**
 * @param count batches to write: later steps begin again with the first
 * @throws where its settings ask for what PyTorch is not given here
 */
export function writePresetInput(problem: PresetProblem, count: number): TorchInput {
  const { graph, dataset, settings, batches, compiled } = problem;
  const rate = plainRate(settings);
  const stage = settings.stages.at(-1)!;
  const learns = compiled.weights
    .map(({ path }) => path)
    .filter((path) => stage.trainable.some((pattern) => matchesPath(pattern, path)));
  const input = torchInput(program);
  const write = (name: string, text: string): void => writeFileSync(join(input.folder, name), text);
  const read = (step: number, weights: ReturnType<PresetProblem['weights']>) =>
    programInput({ graph, dataset, batch: batches.at(step), seed: settings.seed, weights });
  write('graph.py', composeProgram(counting(graph, stage), schemaOf(dataset)));
  write('model.json', JSON.stringify({ weights: read(0, problem.weights()).weights, learns, rate }));
  const file = openSync(join(input.folder, 'batches.jsonl'), 'w');
  for (let step = 0; step < count; step++) writeFileSync(file, `${JSON.stringify(read(step, new Map()).batch)}\n`);
  closeSync(file);
  return input;
}

/** Objectives that no stage of the program names weigh nothing: it knows no stages. */
const counting = (graph: TowerGraph, stage: Parameters<typeof countsIn>[0]): TowerGraph => ({
  ...graph,
  nodes: graph.nodes.map((node) =>
    node.side === 'objective' && !countsIn(stage, node.id) ? { ...node, params: { ...node.params, weight: 0 } } : node,
  ),
});
