import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { Lab } from '../../lab/protocol';
import { createViewStore } from '../../lab/stores/view';
import { createWorkbench } from '../../lab/stores/workbench';
import type { Settings } from '../../model/graph';
import { LabProvider } from '../lab';
import { RunSettings } from './RunSettings';

const silentLab: Lab = { ask: () => Promise.reject(new Error('nothing is asked while a form is drawn')), on: () => () => undefined, dispose: () => undefined };
const storage = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };

const settings: Settings = {
  seed: 7, batch: 64, clipNorm: null, schedule: { kind: 'constant', warmup: 5 },
  optimizers: [{ pattern: 'table/*', rule: 'row-adagrad', learningRate: 0.125, weightDecay: 0 }, { pattern: '*', rule: 'adam', learningRate: 0.002, weightDecay: 0.01 }],
  stages: [{ terms: ['*'], trainable: ['*'], until: { epochs: 3 } }],
};
const draw = (given: Settings, preferred: 'en' | 'zh' = 'en'): string => renderToStaticMarkup(
  <LabProvider bench={createWorkbench(silentLab, createViewStore(storage, { asked: null, preferred }))}>
    <RunSettings settings={given} />
  </LabProvider>,
);

describe('the form of a run', () => {
  it('has rule, rate and decay of every group, named after its weights', () => {
    const form = draw(settings);
    expect([...form.matchAll(/<legend>([^<]*)/g)].map(([, title]) => title)).toEqual(['Optimizer of embedding tables', 'Optimizer of all other weights', 'Learning rate over the run']);
    expect([...form.matchAll(/<option value="([^"]*)" selected/g)].map(([, value]) => value)).toEqual(['epochs', 'row-adagrad', 'adam', 'constant']);
    for (const value of ['0.125', '0.002', '0.01', '5']) expect(form).toContain(`value="${value}"`);
    expect(form).not.toContain('aria-invalid');
  });

  it('says at the rule why a group cannot learn by it', () => {
    const [tables, others] = settings.optimizers;
    const form = draw({ ...settings, optimizers: [tables!, { ...others!, rule: 'row-adagrad' }] });
    const [, id] = /<select aria-invalid="true" aria-describedby="([^"]+)"/.exec(form) ?? [];
    expect(form).toContain(`id="${id}"><li>Row-wise Adagrad keeps one number per row of a table, and “*” takes other weights too.`);
    expect(form.match(/aria-invalid/g)).toHaveLength(1);
  });

  it('shows the parts of a cosine and of clipping only where they are on', () => {
    expect(draw(settings)).not.toMatch(/Falls over|Largest norm/);
    const form = draw({ ...settings, clipNorm: 1.5, schedule: { kind: 'cosine', warmup: 5, steps: 400, floor: 0.1 } });
    for (const part of ['aria-label="Falls over, steps"', 'aria-label="Down to, of the rate"', 'aria-label="Largest norm"', 'value="400"', 'value="0.1"', 'value="1.5"']) expect(form).toContain(part);
  });

  it('speaks Chinese', () => expect(draw(settings, 'zh')).toMatch(/嵌入表的优化器.*按行 Adagrad.*其余全部权重的优化器.*学习率的变化.*裁剪梯度/s));
});
