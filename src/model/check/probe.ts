/**
 * Live values of a graph: which there are, what their numbers are called, and the series they are kept in. Without
 * tensors: the page asks too.
 */
import { isText, type FieldSpec } from '../../data/dataset';
import { FROM_ZERO, type Axis, type ProbeSpec } from '../blocks/block';
import { LEARNT_WEIGHT, learnsWeight } from '../nodes/learnt-weight';
import { blockById } from '../nodes/registry';
import type { TowerGraph } from '../document/graph';
import { edgesInto } from '../document/graph-edits';
import { withDefaults } from '../document/params';
import type { Validation } from './validate';

/** A live value of a node; its numbers stand in the order of its labels. */
export interface Probe {
  /** `<nodeId>/<name>` */
  key: string;
  nodeId: string;
  block: string;
  name: string;
  per: 'row' | 'batch';
  labels: readonly string[];
  axis: Axis;
  /** Nothing of what a label names passes where its number is 0. */
  isGate: boolean;
  /** They say how much of each field goes on. */
  weighsFields: boolean;
}

/** Of an objective whose weight is learnt, whatever its block. */
const WEIGHT_PROBE: ProbeSpec = { per: 'batch', labels: () => [LEARNT_WEIGHT] };

/** Of all nodes without problems, in the order of the document. */
export const probesOf = (graph: TowerGraph, { inputs }: Pick<Validation, 'inputs'>): Probe[] =>
  graph.nodes.flatMap(({ id, block, params }) => {
    const types = inputs.get(id);
    if (!types) return [];
    const { probes = {}, params: specs, inputs: read } = blockById(block);
    const sources = Object.fromEntries(
      Object.keys(read).map((name) => [
        name,
        edgesInto(graph, id)
          .filter(({ to }) => to.input === name)
          .map(({ from }) => from.node),
      ]),
    );
    const ofTerm = learnsWeight({ block, params }) ? { [LEARNT_WEIGHT]: WEIGHT_PROBE } : {};
    return Object.entries({ ...probes, ...ofTerm }).flatMap(
      ([name, { per, labels, axis, isGate, weighsFields = false }]): Probe[] => {
        const values = withDefaults(specs, params);
        const shown = labels(types, values, sources);
        return shown.length === 0
          ? []
          : [
              {
                key: `${id}/${name}`,
                nodeId: id,
                block,
                name,
                per,
                labels: shown,
                axis: axis?.(values) ?? FROM_ZERO,
                isGate: isGate?.(values) ?? false,
                weighsFields,
              },
            ];
      },
    );
  });

export type ProbeSeries = `${string}/${number}/${'mean' | 'spread'}`;
/** Name of the series of one number of a probe, and of its spread over the rows. */
export const meanSeries = (key: string, at: number): ProbeSeries => `${key}/${at}/mean`;
export const spreadSeries = (key: string, at: number): ProbeSeries => `${key}/${at}/spread`;

/** Of the norm of a node's gradient, beside the live values of its block; no block publishes this name. */
export const gradientKey = (nodeId: string): string => `${nodeId}/gradient`;
/** The same of its dead units. */
export const deadKey = (nodeId: string): string => `${nodeId}/dead`;

/**
 * Whether a live value by row of a side can be split by a field: one category for each row, or the length of a text.
 */
export const splitsRows = ({ kind, owner }: Pick<FieldSpec, 'kind' | 'owner'>, side: 'user' | 'item'): boolean =>
  (kind === 'categorical' || isText({ kind })) && (owner === 'item') === (side === 'item');
