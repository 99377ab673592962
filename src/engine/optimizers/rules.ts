/** The update rules, once as WGSL and once as plain arithmetic. State is addressed by the weight's path, steps are counted as an integer. */

export type Rule = 'adam' | 'lazy-adam' | 'sgd';
export type Lanes = 'f32' | 'vec4<f32>';

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/** What a step's update needs besides the weight: [lr, 1 - beta1^t, sqrt(1 - beta2^t), lr x decay], in double until the last moment. */
export function hyperparameters(learningRate: number, weightDecay: number, step: number): Float32Array {
  return Float32Array.of(learningRate, 1 - BETA1 ** step, Math.sqrt(1 - BETA2 ** step), learningRate * weightDecay);
}

export const usesMoments = (rule: Rule): boolean => rule !== 'sgd';

/**
 * `adam` is Kingma and Ba (2015) as torch.optim.Adam computes it; `lazy-adam` is torch.optim.SparseAdam: the same moments, but epsilon is
 * added before the second moment's bias correction. Weight decay is decoupled (AdamW). Each factor stays in this order so that
 * the plain version agrees to float error.
 * @param type what one call updates: f32 or vec4<f32>
 */
export function ruleSource(rule: Rule, type: Lanes): string {
  const decay = '  p -= hyper[3] * p;';
  if (rule === 'sgd') return `fn updated(at: u32, g: ${type}) {\n  var p = value[at];\n${decay}\n  value[at] = p - hyper[0] * g;\n}`;
  const delta = rule === 'adam'
    ? `hyper[0] / hyper[1] * m / (sqrt(v) / hyper[2] + ${EPSILON})`
    : `hyper[0] * hyper[2] / hyper[1] * m / (sqrt(v) + ${EPSILON})`;
  return `
fn updated(at: u32, g: ${type}) {
  let m = moment1[at] + (g - moment1[at]) * ${1 - BETA1};
  let v = moment2[at] + (g * g - moment2[at]) * ${1 - BETA2};
  moment1[at] = m;
  moment2[at] = v;
  var p = value[at];
${decay}
  value[at] = p - ${delta};
}`;
}

export interface HostState { value: Float32Array; moment1: Float32Array | null; moment2: Float32Array | null }

/** The plain version of `ruleSource`, for one number. */
export function applyRule(rule: Rule, state: HostState, at: number, g: number, hyper: Float32Array): void {
  const [lr = 0, bias1 = 1, bias2 = 1, decay = 0] = hyper;
  const { value, moment1, moment2 } = state;
  let p = value[at] ?? 0;
  p -= decay * p;
  if (rule === 'sgd' || !moment1 || !moment2) {
    value[at] = p - lr * g;
    return;
  }
  const m = (moment1[at] ?? 0) + (g - (moment1[at] ?? 0)) * (1 - BETA1);
  const v = (moment2[at] ?? 0) + (g * g - (moment2[at] ?? 0)) * (1 - BETA2);
  moment1[at] = m;
  moment2[at] = v;
  value[at] = p - (rule === 'adam' ? (lr / bias1) * m / (Math.sqrt(v) / bias2 + EPSILON) : (lr * bias2 / bias1) * m / (Math.sqrt(v) + EPSILON));
}

/** WGSL bindings of a weight and its moments; `first` is the first binding number. Returns how many there are. */
export function stateBindings(rule: Rule, first: number, type: Lanes): string {
  const names = usesMoments(rule) ? ['value', 'moment1', 'moment2'] : ['value'];
  return names.map((name, i) => `@group(0) @binding(${first + i}) var<storage, read_write> ${name}: array<${type}>;`).join('\n');
}
