import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { Lab } from '../../lab/protocol';
import { createViewStore } from '../../lab/stores/view';
import { createWorkbench } from '../../lab/stores/workbench';
import type { Settings, TowerGraph } from '../../model/document/graph';
import { problemsOfStages } from '../../model/nodes/stages';
import { problemSentence } from '../../words/sentences';
import { speak } from '../../words/words';
import { LabProvider } from '../lab';
import { RunSettings } from './RunSettings';

const silentLab: Lab = {
  ask: () => Promise.reject(new Error('nothing is asked while a form is drawn')),
  on: () => () => undefined,
  dispose: () => undefined,
};
const storage = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };

const settings: Settings = {
  seed: 7,
  batch: 64,
  clipNorm: null,
  tablePrecision: 'float32',
  schedule: { kind: 'constant', warmup: 5 },
  optimizers: [
    { pattern: 'table/*', rule: 'row-adagrad', learningRate: 0.125, weightDecay: 0 },
    { pattern: '*', rule: 'adam', learningRate: 0.002, weightDecay: 0.01 },
  ],
  stages: [{ terms: ['*'], trainable: ['*'], until: { epochs: 3 } }],
};
const objective = (id: string, block: string, params = {}): TowerGraph['nodes'][number] => ({
  id,
  block,
  side: 'objective',
  params,
  at: [0, 0],
});
const graph: TowerGraph = {
  format: 'tower-lab/graph',
  version: 1,
  kind: 'retrieval',
  title: '',
  tables: [],
  nodes: [objective('softmax', 'in-batch-softmax'), objective('hard', 'triplet', { choose: 'hardest' })],
  edges: [],
};
const draw = (given: Settings, preferred: 'en' | 'zh' = 'en'): string =>
  renderToStaticMarkup(
    <LabProvider bench={createWorkbench(silentLab, createViewStore(storage, { asked: null, preferred }))}>
      <RunSettings graph={graph} settings={given} />
    </LabProvider>,
  );

describe('the form of a run', () => {
  it('has rule, rate and decay of every group, named after its weights', () => {
    const form = draw(settings);
    expect([...form.matchAll(/<legend>([^<]*)/g)].map(([, title]) => title)).toEqual([
      'Optimizer for embedding tables',
      'Optimizer for all other weights',
      'Learning rate schedule',
    ]);
    expect([...form.matchAll(/<option value="([^"]*)" selected/g)].map(([, value]) => value)).toEqual([
      'epochs',
      'row-adagrad',
      'adam',
      'constant',
      'float32',
    ]);
    for (const value of ['0.125', '0.002', '0.01', '5']) expect(form).toContain(`value="${value}"`);
    expect(form).not.toContain('aria-invalid');
  });

  it('says at the rule why a group cannot learn by it', () => {
    const [tables, others] = settings.optimizers;
    const form = draw({ ...settings, optimizers: [tables!, { ...others!, rule: 'row-adagrad' }] });
    const [, id] = /<select aria-invalid="true" aria-describedby="([^"]+)"/.exec(form) ?? [];
    expect(form).toContain(
      `id="${id}"><li>Row-wise Adagrad keeps one number per row of a table, and “*” also covers other weights.`,
    );
    expect(form.match(/aria-invalid/g)).toHaveLength(1);
  });

  it('shows the parts of a cosine and of clipping only where they are on', () => {
    expect(draw(settings)).not.toMatch(/Decay over|Maximum norm/);
    const form = draw({ ...settings, clipNorm: 1.5, schedule: { kind: 'cosine', warmup: 5, steps: 400, floor: 0.1 } });
    for (const part of [
      'aria-label="Decay over, steps"',
      'aria-label="Final rate, of the peak rate"',
      'aria-label="Maximum norm"',
      'value="400"',
      'value="0.1"',
      'value="1.5"',
    ])
      expect(form).toContain(part);
  });

  it('lists the stages with the objectives that count in each, once there is more than one to choose from', () => {
    expect(draw(settings)).not.toContain('Stage 1 of');
    const curriculum = {
      ...settings,
      stages: [
        { terms: ['softmax'], trainable: ['*'], until: { patience: 2, maxEpochs: 30 } },
        { terms: ['*'], trainable: ['*'], until: { epochs: 3 } },
      ],
    };
    const form = draw(curriculum);
    expect([...form.matchAll(/<legend>(Stage[^<]*)/g)].map(([, title]) => title)).toEqual([
      'Stage 1 of 2',
      'Stage 2 of 2',
    ]);
    expect(
      [...form.matchAll(/<input type="checkbox"( checked="")?\/>/g)]
        .slice(0, 4)
        .map(([, checked]) => checked !== undefined),
    ).toEqual([true, false, true, true]);
    expect(form).toMatch(/>Remove stage 2<\/button>.*>Add a stage<\/button>/);
    expect(draw(curriculum, 'zh')).toMatch(/第 1 阶段，共 2 个.*起作用的目标.*删除第 2 阶段.*添加阶段/);
  });

  it('says at a stage why it cannot run or seldom works', () => {
    const of = (...stages: string[][]): Settings => ({
      ...settings,
      stages: stages.map((terms) => ({ terms, trainable: ['*'], until: { epochs: 3 } })),
    });
    expect(draw(of(['softmax'], []))).toContain(
      '<li>No objective is active in stage 2, so there is nothing to minimise.</li>',
    );
    const form = draw(of(['softmax'], ['hard']));
    expect(form).toContain(
      '<li class="warn">In stage 2 this objective mines the hardest negatives before easy ones have converged',
    );
    expect(form).toMatch(/aria-label="Active objectives" aria-describedby="([^"]+)".*<ul class="problems" id="\1">/);
  });

  it('says every problem of the stages in both languages, with nothing left to fill in', () => {
    const stages = [
      { terms: ['hard'], trainable: ['*'], until: { epochs: 3 } },
      { terms: [], trainable: ['*'], until: { epochs: 3 } },
    ];
    const problems = problemsOfStages(graph, { stages });
    expect(problems.map(({ code }) => code)).toEqual([
      'counts-nowhere',
      'hard-too-early',
      'hard-alone',
      'stage-without-terms',
    ]);
    for (const language of ['en', 'zh'] as const) {
      const sentences = problems.map((problem) => problemSentence(problem, speak(language)));
      expect(sentences.filter((sentence) => /[{}]/.test(sentence))).toEqual([]);
      const [nowhere, early, alone, empty] = sentences;
      expect(nowhere).toMatch(language === 'en' ? /does nothing/ : /不起作用/);
      for (const [sentence, at] of [
        [early, 1],
        [alone, 1],
        [empty, 2],
      ] as const)
        expect(sentence).toContain(language === 'en' ? `stage ${at}` : `第 ${at} 阶段`);
      const form = draw({ ...settings, stages }, language);
      for (const sentence of [early, alone, empty]) expect(form).toContain(`${sentence}</li>`);
    }
  });

  it('speaks Chinese', () =>
    expect(draw(settings, 'zh')).toMatch(
      /嵌入表的优化器.*按行 Adagrad.*其余全部权重的优化器.*学习率的变化.*裁剪梯度/s,
    ));
});
