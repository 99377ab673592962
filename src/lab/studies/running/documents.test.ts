import { describe, expect, it } from 'vitest';
import { plainDocument } from '../../testing';
import { markOf } from './documents';

describe('the mark of a run', () => {
  const { graph, settings } = plainDocument(3);
  it('is the same whatever the version of the graph’s form, and whatever it was made from', () => {
    const mark = markOf([{ a: { ...graph, version: 1 } }, 'data']);
    expect(markOf([{ a: { ...graph, version: 2, madeFrom: { preset: 'two-tower' } } }, 'data'])).toBe(mark);
  });

  it('is that of settings from before tables could be stored otherwise, where they are float32', () => {
    const { tablePrecision: _, ...before } = settings;
    expect(markOf([graph, settings])).toBe(markOf([graph, before]));
    expect(markOf([graph, { ...settings, tablePrecision: 'float16' }])).not.toBe(markOf([graph, settings]));
  });

  it('is another one for other nodes, and for other data', () => {
    const mark = markOf([graph, 'data']);
    expect(markOf([{ ...graph, nodes: graph.nodes.slice(1) }, 'data'])).not.toBe(mark);
    expect(markOf([graph, 'other data'])).not.toBe(mark);
  });
});
