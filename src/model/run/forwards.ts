/** What every block and objective computes, by id. The only registry that loads tfjs: the page never imports it. */
import type { AnyForward } from '../blocks/block';

const found = import.meta.glob<AnyForward>(['../blocks/*/forward.ts', '../objectives/*/forward.ts'], {
  eager: true,
  import: 'default',
});
const byId = new Map(Object.entries(found).map(([path, forward]) => [path.split('/').at(-2) ?? '', forward]));

/** The computation of a block, by its present id. @throws where its folder has no forward.ts */
export function forwardOf(id: string): AnyForward {
  const forward = byId.get(id);
  if (!forward) throw new Error(`block "${id}" has no forward.ts`);
  return forward;
}
