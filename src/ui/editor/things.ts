/** What a person takes hold of on the drawing, and where it may be let go. */
import type { GraphEdge, Side, TowerGraph } from '../../model/document/graph';
import type { FieldSpec } from '../../data/dataset';
import type { FieldAt } from '../../model/edits/fields';
import type { Point } from '../../model/edits/positions';
import type { InputAt, OutputAt } from '../../model/edits/wiring';

/** What there is to drag things about in: the graph, and the fields of the data, none before there are any. */
export interface Drawing {
  graph: TowerGraph;
  fields: readonly FieldSpec[];
}

export type Thing =
  /** Of the shelf, by its id. */
  | { kind: 'block'; block: string }
  | { kind: 'output'; from: OutputAt }
  | { kind: 'input'; to: InputAt }
  /** One end of an edge, taken off its port. */
  | { kind: 'edge-end'; edge: GraphEdge; end: 'from' | 'to' }
  /** A chip: of a node, or null where no node of its tower embeds the field. */
  | { kind: 'field'; field: string; at: FieldAt | null }
  /** By its last edge, into an input that takes several. */
  | { kind: 'channel'; edge: GraphEdge }
  /** Nodes taken at a point of the document. */
  | { kind: 'nodes'; ids: readonly string[]; from: Point };

export type Target =
  | { kind: 'edge'; edge: GraphEdge }
  | { kind: 'beside'; edge: GraphEdge; where: 'before' | 'after' }
  /** The empty ground of a side; the point of the document is known once the pointer is over it. */
  | { kind: 'ground'; side: Side; at: Point | null }
  | { kind: 'node'; node: string }
  | { kind: 'output'; from: OutputAt }
  | { kind: 'input'; to: InputAt }
  /** The row of chips of a node that embeds fields. */
  | { kind: 'fields'; node: string }
  /** The row of fields that a tower does not use. */
  | { kind: 'unused'; side: 'user' | 'item' }
  /** A place among the edges into the input of an edge. */
  | { kind: 'among'; edge: GraphEdge; index: number }
  /** Nowhere: an edge is cut. */
  | { kind: 'void' };

/** A text that tells a target from every other; a ground is one at all its points. */
export function keyOf(target: Target): string {
  const parts = (): readonly (string | number)[] => {
    switch (target.kind) {
      case 'edge':
        return ends(target.edge);
      case 'beside':
        return [target.where, ...ends(target.edge)];
      case 'among':
        return [target.index, ...ends(target.edge)];
      case 'ground':
      case 'unused':
        return [target.side];
      case 'node':
      case 'fields':
        return [target.node];
      case 'output':
        return [target.from.node, target.from.output];
      case 'input':
        return [target.to.node, target.to.input];
      case 'void':
        return [];
    }
  };
  return JSON.stringify([target.kind, ...parts()]);
}

const ends = ({ from, to }: GraphEdge): string[] => [from.node, from.output, to.node, to.input];
