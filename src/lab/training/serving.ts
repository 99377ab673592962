/** How a model answers: by the vectors of its towers, or pair by pair; each made when it is first asked for. */
import type { Dataset } from '../../data/dataset';
import type { WeightStore } from '../../engine/optimizers/weights';
import type { CompiledGraph } from '../../model/run/compile';
import { Encoder } from '../../model/run/encode';
import { CandidateScorer, forCatalogue, ONE_EACH } from '../../model/run/candidate-scorer';
import { LabError } from '../failure';

export class Serving {
  #encoder: Encoder | null = null;
  #scorer: CandidateScorer | null = null;
  #catalogue: CandidateScorer | null = null;

  /** @param weights read as they are at each question */
  constructor(
    readonly compiled: CompiledGraph,
    readonly dataset: Dataset,
    private readonly weights: WeightStore,
  ) {}

  /** @throws LabError (no-vectors) of a ranker */
  get encoder(): Encoder {
    if (this.compiled.isRanker) throw new LabError('no-vectors', 'a ranker has no vectors of users and items');
    this.#encoder ??= new Encoder(this.compiled, this.dataset, this.weights);
    return this.#encoder;
  }

  /** Of a ranker: one pair of each user. The caller disposes it. */
  pairScorer(): CandidateScorer {
    return new CandidateScorer(this.compiled, this.dataset, this.weights, ONE_EACH);
  }

  /** Of a ranker: lists of candidates. */
  get scorer(): CandidateScorer {
    this.#scorer ??= new CandidateScorer(this.compiled, this.dataset, this.weights);
    return this.#scorer;
  }

  /** Of a ranker: all items. */
  get catalogueScorer(): CandidateScorer {
    const { compiled, dataset, weights } = this;
    this.#catalogue ??= new CandidateScorer(compiled, dataset, weights, forCatalogue(dataset.items.length));
    return this.#catalogue;
  }

  dispose(): void {
    this.#encoder?.dispose();
    this.#scorer?.dispose();
    this.#catalogue?.dispose();
  }
}
