/** A graph as it is drawn: tables, nodes and edges, one after the other. */
import { graphFormat } from '../../formats/graph/format';
import { freshId } from '../../document/graph-edits';
import type { GraphEdge, GraphNode, GraphTable, Json, Side, TowerGraph } from '../../document/graph';

/** An output of a node, `<node>.<output>`, and the input it goes to. */
export type Wire = readonly [source: string, input: string];

export class Draft {
  private readonly tables: GraphTable[] = [];
  private readonly nodes: GraphNode[] = [];
  private readonly edges: GraphEdge[] = [];

  /** One that goes on from a graph. */
  static of({ tables, nodes, edges }: TowerGraph): Draft {
    const draft = new Draft();
    draft.tables.push(...tables);
    draft.nodes.push(...nodes);
    draft.edges.push(...edges);
    return draft;
  }

  /**
   * A new table of its own for each field; returns their ids.
   * @param prefix tells the tables of one channel from those of another
   */
  addTables(fields: readonly string[], width: number, prefix = ''): string[] {
    return fields.map((field) => {
      const id = freshId(
        this.tables.map((table) => table.id),
        `${prefix}${field.replace(/[\s/]+/g, '-')}`,
      );
      this.tables.push({ id, field, width });
      return id;
    });
  }

  /** Those tables of a drawn node that embed one of these fields. */
  tablesOf(node: string, fields: readonly string[]): string[] {
    const own = this.nodes.find(({ id }) => id === node)?.params['tables'];
    return this.tables
      .filter(({ id, field }) => Array.isArray(own) && own.includes(id) && fields.includes(field))
      .map(({ id }) => id);
  }

  /** The first table of a field. @throws where it has none yet */
  tableOf(field: string): string {
    const table = this.tables.find((known) => known.field === field);
    if (!table)
      throw new Error(
        `internal: no table of "${field}" is drawn yet; known: ${this.tables.map((known) => known.field).join(', ')}`,
      );
    return table.id;
  }

  add(
    id: string,
    block: string,
    side: Side,
    at: [number, number],
    params: Record<string, Json>,
    inputs: readonly Wire[] = [],
  ): void {
    this.nodes.push({ id, block, side, params, at });
    for (const [source, input] of inputs) {
      const [node = '', output = ''] = source.split('.');
      this.edges.push({ from: { node, output }, to: { node: id, input } });
    }
  }

  graph(title: string): TowerGraph {
    return {
      ...graphFormat.header,
      kind: 'retrieval',
      title,
      tables: this.tables,
      nodes: this.nodes,
      edges: this.edges,
    };
  }
}
