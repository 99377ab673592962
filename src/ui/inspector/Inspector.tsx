/** Settings of the selected node, drawn from its block's declaration. */
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { columnInFormula } from '../../data/weight-formula/formula';
import { isOfFormula, spanOf, type Span } from '../../data/weight-formula/problem';
import { findBlock } from '../../model/nodes/registry';
import type { GraphNode, TowerGraph } from '../../model/document/graph';
import type { Problem } from '../../model/document/problem';
import type { DatasetSummary } from '../../lab/loading/describe-data';
import { isRanker, usableRuns } from '../../lab/runs/usable-runs';
import { isRead, mayBe, ownersOf, type ParamSpec } from '../../model/document/params';
import { titleOf } from '../board/describe';
import { Marker } from '../controls/Marker';
import { ActionsButton } from '../editing/NodeMenu';
import { Problems } from '../editing/ProblemList';
import { Icon } from '../controls/Icon';
import { useBench, useData, useSpeech } from '../lab';
import { useProblems } from '../problems';
import { Connections } from './Connections';
import { ParamControl } from './controls';
import { useTableChoice } from './useTableChoice';

export function Inspector({ graph, node }: { graph: TowerGraph; node: GraphNode }) {
  const { view, graph: document, runs: stored } = useBench();
  const speech = useSpeech();
  const { words, fill } = speech;
  const problems = useProblems().filter(({ nodeId }) => nodeId === node.id);
  const summary = useData((data) => data.summary);
  const { runs, leaving } = useStore(stored);
  const tablesFor = useTableChoice(graph, node);
  const block = findBlock(node.block);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);

  const usable = usableRuns(runs, leaving, summary?.fingerprint);
  const ownWords = block && words.blocks[block.id];
  const params = Object.entries(block?.params ?? {}).filter(([name]) => isRead(block!.params, name, node.params));
  const paramNames = params.map(([name]) => name);
  const general = problems.filter(({ field }) => field === undefined || !paramNames.includes(field));

  return (
    <div className="inspector">
      <button type="button" className="quiet back" onClick={() => view.setState({ selected: null })}>
        <Icon name="left" />
        {words.inspector.back}
      </button>
      <h2 ref={heading} tabIndex={-1}>
        <Marker side={node.side} />
        {titleOf(node, block, speech)}
        <span>{words.side[node.side]}</span>
      </h2>
      <p className="node-id">
        <code>{node.id}</code>
        <ActionsButton node={node.id} className="quiet">
          {words.editing.actions}
          <Icon name="down" />
        </ActionsButton>
      </p>
      {ownWords && <p className="about">{ownWords.about}</p>}
      {general.length > 0 && <Problems problems={general} />}
      {block && paramNames.length === 0 && <p className="soft">{words.inspector.noParams}</p>}
      {block && (
        <div className="form">
          {params.map(([name, spec]) => {
            const own = problems.filter(({ field }) => field === name);
            const id = `problem-${node.id}-${name}`;
            return (
              <div key={name} className="param">
                <ParamControl
                  spec={spec}
                  value={node.params[name] ?? spec.default}
                  label={ownWords?.params[name] ?? name}
                  options={ownWords?.options ?? {}}
                  tables={spec.kind === 'tables' ? tablesFor(name, spec) : null}
                  names={namesFor(spec, summary)}
                  runs={spec.kind === 'run' && spec.towers ? usable.filter((run) => !isRanker(run)) : usable}
                  span={spanIn(own)}
                  describedBy={own.length ? id : undefined}
                  change={(value) => document.getState().setParam(node.id, name, value)}
                />
                {own.length > 0 && <Problems id={id} problems={own} />}
              </div>
            );
          })}
        </div>
      )}
      <Connections graph={graph} node={node} />
      {block && <p className="source">{fill(words.inspector.source, { source: block.source })}</p>}
    </div>
  );
}

/** The place in a formula that one of the problems of its parameter is about. */
function spanIn(problems: readonly Problem[]): Span | null {
  const problem = problems.find(isOfFormula);
  return problem ? spanOf(problem) : null;
}

/** What a parameter that names a field, a column of scores or outcomes, may name. */
function namesFor(spec: ParamSpec, summary: DatasetSummary | null): string[] {
  if (!summary) return [];
  if (spec.kind === 'scores') return (summary.schema.scores ?? []).map(({ name }) => name);
  if (spec.kind === 'formula')
    return (summary.schema.outcomes ?? []).map(({ name, names }) => columnInFormula(name, names?.[0] ?? null));
  if (spec.kind !== 'field') return [];
  const owners = ownersOf(spec);
  return summary.fields
    .filter(({ owner, kind }) => owners.includes(owner) && mayBe(spec, kind))
    .map(({ name }) => name);
}
