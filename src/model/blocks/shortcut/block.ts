import { defineBlock, port, type InputTypes, type WeightSpec } from '../block';
import { choice, float, int, toggle } from '../../document/params';

const inputs = { main: port('vector'), shortcut: port('vector') };

/**
 * Added: t + P x. Concatenated: (t | P x), so that the short-cut of one tower meets only that of the other, <t_u, t_v>
 * + <P_u x_u, P_v x_v>; both must then have one width. Normalised: a t / ||t|| and b P x / ||P x||, a learnt from 1 on
 * and b from `start`; otherwise the longer of the two decides a cosine.
 *
 * An added P starts at zero: the model begins as the tower alone, and P learns from the first step, for it meets the
 * other tower. Otherwise P starts drawn. Concatenated, P_u and P_v get their gradients from each other and at zero
 * would keep each other there; normalised, zero has no direction.
 */
export default defineBlock({
  id: 'shortcut',
  formerIds: [],
  family: 'fusion',
  sides: ['user', 'item'],
  source:
    'residual connections: He et al., CVPR 2016; around a tower: normalised blocks as in EBR, Huang et al., KDD 2020',
  inputs,
  outputs: { vector: 'vector' },
  params: {
    join: choice(['concatenate', 'add'], 'concatenate'),
    map: choice(['linear', 'none'], 'linear'),
    width: int({ default: 16, min: 1, max: 4096 }),
    normalise: toggle(false),
    start: float({ default: 1, min: 0.01, max: 10, step: 0.05 }),
  },
  infer(types, params) {
    const { main } = types;
    const width = passedWidth(types, params);
    if (params.join === 'concatenate')
      return {
        vector: { kind: 'vector', width: main.width + width, parts: [...main.parts, { name: 'shortcut', width }] },
      };
    if (width !== main.width)
      return { code: 'width-mismatch', field: 'shortcut', values: { left: main.width, right: width } };
    return { vector: main };
  },
  weights(types, params) {
    const { join, map, normalise, start } = params;
    const specs: Record<string, WeightSpec> = {};
    const [below, width] = [types.shortcut.width, passedWidth(types, params)];
    if (map === 'linear') {
      specs['kernel'] = {
        shape: [below, width],
        init:
          join === 'add' && !normalise
            ? { kind: 'constant', value: 0 }
            : { kind: 'glorot', fanIn: below, fanOut: width },
      };
    }
    if (normalise)
      for (const [name, value] of [
        ['mainWeight', 1],
        ['shortcutWeight', start],
      ] as const)
        specs[name] = { shape: [1], init: { kind: 'constant', value } };
    return specs;
  },
  probes: { length: { per: 'row', labels: () => ['main', 'shortcut'] } },
  cost(types, params) {
    const [main, width] = [types.main.width, passedWidth(types, params)];
    return {
      flops:
        (params.map === 'linear' ? 2 * types.shortcut.width * width : 0) +
        (params.normalise ? 4 * (main + width) : 0) +
        (params.join === 'add' ? main : 0),
    };
  },
});

/** Width of the short-cut where it joins. */
function passedWidth(
  { main, shortcut }: InputTypes<typeof inputs>,
  { join, map, width }: { join: 'concatenate' | 'add'; map: 'linear' | 'none'; width: number },
): number {
  if (map === 'none') return shortcut.width;
  return join === 'add' ? main.width : width;
}
