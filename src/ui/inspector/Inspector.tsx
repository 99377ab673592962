/** Settings of the selected node, drawn from its block's declaration. */
import { useEffect, useRef } from 'react';
import { findBlock } from '../../model/blocks/blocks';
import type { GraphNode, TowerGraph } from '../../model/graph';
import { fieldOwners, mayBe, type ParamSpec } from '../../model/params';
import type { Problem } from '../../model/problem';
import { shapeOf, titleOf } from '../board/describe';
import { Marker } from '../board/nodes';
import { Icon } from '../Icon';
import { useBench, useData, useSpeech } from '../lab';
import { useOutputTypes } from '../output-types';
import { useProblems } from '../problems';
import { problemSentence } from '../../words/sentences';
import { ParamControl } from './controls';

export function Inspector({ graph, node }: { graph: TowerGraph; node: GraphNode }) {
  const { view, graph: document } = useBench();
  const speech = useSpeech();
  const { words, language, fill } = speech;
  const problems = useProblems().filter(({ nodeId }) => nodeId === node.id);
  const fields = useData((data) => data.summary?.fields) ?? [];
  const types = useOutputTypes();
  const block = findBlock(node.block);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);

  const ownWords = block?.words[language];
  const specOf = (field: string) => fields.find(({ name }) => name === field);
  const tablesFor = ({ owner, of }: Extract<ParamSpec, { kind: 'tables' }>) => {
    const owners = fieldOwners(owner, node.side);
    return graph.tables.filter(({ field }) => owners.includes(specOf(field)?.owner ?? 'context') && (!of || specOf(field)?.kind === of));
  };
  const paramNames = Object.keys(block?.params ?? {});
  const general = problems.filter(({ field }) => field === undefined || !paramNames.includes(field));
  const inputs = graph.edges.filter(({ to }) => to.node === node.id);
  const shape = (id: string, output: string): string => {
    const type = types.get(id)?.[output];
    return type ? shapeOf(type) : words.common.none;
  };

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
      {ownWords && <p className="about">{ownWords.about}</p>}
      {general.length > 0 && <Problems problems={general} />}
      {block && paramNames.length === 0 && <p className="soft">{words.inspector.noParams}</p>}
      {block && (
        <div className="form">
          {Object.entries(block.params).map(([name, spec]) => {
            const own = problems.filter(({ field }) => field === name);
            const id = `problem-${node.id}-${name}`;
            return (
              <div key={name} className="param">
                <ParamControl
                  spec={spec}
                  value={node.params[name] ?? spec.default}
                  label={ownWords?.params[name] ?? name}
                  options={ownWords?.options ?? {}}
                  tables={spec.kind === 'tables' ? tablesFor(spec) : []}
                  itemFields={spec.kind === 'itemField' ? fields.filter((field) => field.owner === 'item' && mayBe(spec, field.kind)).map((field) => field.name) : []}
                  describedBy={own.length ? id : undefined}
                  change={(value) => document.getState().setParam(node.id, name, value)}
                />
                {own.length > 0 && <Problems id={id} problems={own} />}
              </div>
            );
          })}
        </div>
      )}
      {(inputs.length > 0 || block) && (
        <dl className="ports">
          {inputs.length > 0 && <dt>{words.inspector.inputs}</dt>}
          {inputs.map(({ from, to }) => {
            const source = graph.nodes.find(({ id }) => id === from.node);
            return (
              <dd key={`${from.node}.${from.output}.${to.input}`}>
                <button type="button" className="quiet" onClick={() => view.setState({ selected: from.node })}>
                  {source ? titleOf(source, findBlock(source.block), speech) : from.node}
                </button>
                <span>{shape(from.node, from.output)}</span>
              </dd>
            );
          })}
          {block && Object.keys(types.get(node.id) ?? {}).length > 0 && <dt>{words.inspector.outputs}</dt>}
          {Object.keys(types.get(node.id) ?? {}).map((output) => (
            <dd key={output}>
              <span>{output}</span>
              <span>{shape(node.id, output)}</span>
            </dd>
          ))}
        </dl>
      )}
      {block && <p className="source">{fill(words.inspector.source, { source: block.source })}</p>}
    </div>
  );
}

export function Problems({ problems, id }: { problems: readonly Problem[]; id?: string }) {
  const speech = useSpeech();
  return (
    <ul className="problems" id={id}>
      {problems.map((problem) => (
        <li key={`${problem.nodeId}${problem.code}${JSON.stringify(problem.values)}`} className={problem.warning ? 'warning' : undefined}>
          {problemSentence(problem, speech)}
        </li>
      ))}
    </ul>
  );
}
