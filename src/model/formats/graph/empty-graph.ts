import type { TowerGraph } from '../../document/graph';
import { graphFormat } from './format';

/** A graph of the newest version, without a node. */
export const EMPTY_GRAPH: TowerGraph = {
  ...graphFormat.header,
  kind: 'retrieval',
  title: '',
  tables: [],
  nodes: [],
  edges: [],
};
