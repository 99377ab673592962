/** What is said of a failure across the wall. */
import type { DataProblem } from '../data/table';
import type { WeightsProblem } from './transfer/weights-file';
import type { Problem } from '../model/check/problem';

export interface LabFailure {
  name: string;
  message: string;
  stack: string;
  nodeId: string | null;
  problem: DataProblem | WeightsProblem | null;
  problems: Problem[];
}
