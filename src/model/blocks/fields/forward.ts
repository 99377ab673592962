import type { Tensor3D } from '../../../engine/tf';
import type { Forward } from '../block';
import type block from './block';

const forward: Forward<typeof block> = (_, __, ___, ctx) => ({ fields: { values: ctx.lookup('fields') as Tensor3D } });

export default forward;
