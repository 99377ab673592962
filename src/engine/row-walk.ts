/**
 * Kernels that walk a row: on a CPU adapter a thread from its beginning to its end, on a GPU a workgroup, each thread a
 * stretch of it, and what they found is put together in their order: both find the same.
 */
import { kernelForm } from './kernel-form';
import { WORKGROUP, gridFor, mainSource, type Workgroups } from './run-kernel';

/** Threads of a row. */
export const walkers = (): number => (kernelForm().software ? 1 : WORKGROUP);

export const walkGrid = (rows: number): Workgroups => gridFor(rows * walkers());

/**
 * WGSL of a kernel with `row`, `lane`, and the places `begin` to before `end` of the thread's stretch.
 * @param rows, places: how many rows there are, and places of each, in WGSL; @param step stretches begin at its
 * multiples; @param first of the rows, in WGSL
 */
export function walkSource(rows: string, places: string, step: number, body: string, first = '0u'): string {
  const lanes = walkers();
  const stretch = `
  let places = ${places};
  let span = ${lanes === 1 ? 'places' : `(places + ${lanes * step - 1}u) / ${lanes * step}u * ${step}u`};
  let begin = min(lane * span, places);
  let end = min(begin + span, places);
${body}`;
  return lanes === 1
    ? mainSource(`
  if (index >= ${rows}) { return; }
  let row = ${first} + index;
  let lane = 0u;${stretch}`)
    : mainSource(`
  let walked = group.y * groups.x + group.x;
  let row = ${first} + walked;
  let lane = local;
  if (walked >= ${rows}) { return; }${stretch}`);
}

/**
 * WGSL of what the threads of a row share, to be declared beside the kernel, and of statements after which `name` is
 * for all of them what `better` makes of two in the order of their stretches.
 * @param better of `a` before `b`
 */
export function putTogether(name: string, type: string, better: string): { declared: string; after: string } {
  const lanes = walkers();
  if (lanes === 1) return { declared: '', after: '' };
  return {
    declared: `
var<workgroup> all_${name}: array<${type}, ${lanes}>;
fn best_${name}(a: ${type}, b: ${type}) -> ${type} { ${better} }`,
    after: `
  workgroupBarrier();
  all_${name}[lane] = ${name};
  workgroupBarrier();
  for (var reach = 1u; reach < ${lanes}u; reach *= 2u) {
    if (lane % (2u * reach) == 0u) { all_${name}[lane] = best_${name}(all_${name}[lane], all_${name}[lane + reach]); }
    workgroupBarrier();
  }
  ${name} = all_${name}[0];`,
  };
}
