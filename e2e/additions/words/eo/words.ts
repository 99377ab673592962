import type { PartialWords } from '../catalog';

export default { transport: { start: 'Ek' } } satisfies PartialWords;
