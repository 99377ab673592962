import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KernelTimes } from '../../engine/kernel-times';
import { listen, plainDocument, SMALL_WORLD, type Heard } from '../testing';

let heard: Heard;
beforeEach(async () => {
  heard = listen();
  await heard.lab.ask('open', { cpu: false });
  await heard.lab.ask('load', { source: SMALL_WORLD });
});
afterEach(() => {
  vi.restoreAllMocks();
  return heard.lab.dispose();
});

describe('a profile', () => {
  it('is of the next steps of the run, by kernel and by node, and changes none of its losses', async () => {
    const { lab } = heard;
    await lab.ask('step', { ...plainDocument(30), steps: 12 });
    const straight = heard.series('loss');
    await lab.ask('stop', {});
    heard.forget();

    await lab.ask('step', { ...plainDocument(30), steps: 2 });
    const asked = lab.ask('profile', { steps: 5 });
    await lab.ask('step', { ...plainDocument(30), steps: 10 });
    const profile = await asked;
    expect(heard.series('loss')).toEqual(straight);
    expect(profile?.steps).toBe(5);
    const { kernels = [], nodes = [] } = profile ?? {};
    const dispatches = heard.progress.at(-1)?.speed?.dispatchesPerStep;
    for (const rows of [kernels, nodes]) {
      expect(rows.reduce((sum, row) => sum + row.dispatches, 0)).toBeCloseTo(dispatches!);
      expect(rows.every(({ ms }) => Number.isFinite(ms) && ms >= 0)).toBe(true);
      expect(rows.map(({ ms }) => ms)).toEqual(rows.map(({ ms }) => ms).toSorted((a, b) => b - a));
    }
    expect(kernels.map(({ kernel }) => kernel)).toContain('lookup');
    const { graph } = plainDocument(30);
    const known = new Set(graph.nodes.map(({ id }) => id));
    const own = nodes.flatMap(({ node }) => (node === null ? [] : [node]));
    expect(own.length).toBeGreaterThan(3);
    expect(own.filter((id) => !known.has(id))).toEqual([]);
  });

  it('has the gradients of a node beside its forward pass', async () => {
    const { lab } = heard;
    await lab.ask('step', { ...plainDocument(30), steps: 2 });
    const asked = lab.ask('profile', { steps: 1 });
    await lab.ask('step', { ...plainDocument(30), steps: 2 });
    const objective = plainDocument(30).graph.nodes.find(({ side }) => side === 'objective')!;
    const found = (await asked)?.nodes.find(({ node }) => node === objective.id);
    // The loss alone would be two: the softmax and its mean.
    expect(found?.dispatches).toBeGreaterThan(2);
  });

  it('ends with the run', async () => {
    const { lab } = heard;
    await lab.ask('step', { ...plainDocument(30), steps: 2 });
    const asked = lab.ask('profile', { steps: 1000 });
    await lab.ask('step', { ...plainDocument(30), steps: 3 });
    await lab.ask('stop', {});
    expect((await asked)?.steps).toBeLessThanOrEqual(3);
  });

  it('is not there where the device has no clock, and refused where no run is under way', async () => {
    const { lab } = heard;
    await expect(lab.ask('profile', { steps: 1 })).rejects.toMatchObject({ failure: { code: 'no-weights' } });
    vi.spyOn(KernelTimes, 'canMeasure').mockReturnValue(false);
    await lab.ask('step', plainDocument(30));
    expect(await lab.ask('profile', { steps: 1 })).toBe(null);
  });
});
