/**
 * Adam with Nesterov momentum (Dozat, ICLR 2016 workshop), its momentum scheduled and bias-corrected as PyTorch's
 * `NAdam` is, in double precision.
 */
const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;
const MOMENTUM_DECAY = 0.004;

const momentumAt = (step: number): number => BETA1 * (1 - 0.5 * 0.96 ** (step * MOMENTUM_DECAY));

export class Nadam {
  private readonly first: Float64Array;
  private readonly second: Float64Array;
  private steps = 0;
  private momenta = 1;

  constructor(
    private readonly weights: Float64Array,
    private readonly learningRate: number,
  ) {
    this.first = new Float64Array(weights.length);
    this.second = new Float64Array(weights.length);
  }

  /** @param gradient as long as the weights */
  step(gradient: Float64Array): void {
    const { first, second, weights, learningRate } = this;
    const step = ++this.steps;
    const [momentum, next] = [momentumAt(step), momentumAt(step + 1)];
    this.momenta *= momentum;
    const ofGradient = (learningRate * (1 - momentum)) / (1 - this.momenta);
    const ofFirst = (learningRate * next) / (1 - this.momenta * next);
    const unbias = 1 / (1 - BETA2 ** step);
    for (let n = 0; n < weights.length; n++) {
      const g = gradient[n]!;
      const m = BETA1 * first[n]! + (1 - BETA1) * g;
      const v = BETA2 * second[n]! + (1 - BETA2) * g * g;
      first[n] = m;
      second[n] = v;
      weights[n]! -= (ofGradient * g + ofFirst * m) / (Math.sqrt(v * unbias) + EPSILON);
    }
  }
}
