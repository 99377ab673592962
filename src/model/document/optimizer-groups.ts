/** What the settings of a run say about its weights. */
import type { OptimizerGroup, Settings } from './graph';
import type { Problem } from './problem';

/** `*` matches anything. */
export function matchesPath(pattern: string, path: string): boolean {
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}$`).test(path);
}

/** The first group whose pattern takes the path. @throws Error where none does */
export function groupOf({ optimizers }: Settings, path: string): OptimizerGroup {
  const group = optimizers.find(({ pattern }) => matchesPath(pattern, path));
  if (!group)
    throw new Error(
      `no optimizer group takes the weight "${path}"; patterns: ${optimizers.map(({ pattern }) => pattern).join(', ')}`,
    );
  return group;
}

/** A pattern that can take embedding tables only. */
const takesTablesOnly = (pattern: string): boolean => pattern.startsWith('table/');

/** What is wrong with settings whose form is right, at the field where it is wrong. */
export const problemsOfSettings = ({ optimizers }: Pick<Settings, 'optimizers'>): Problem[] =>
  optimizers.flatMap(({ pattern, rule }, i): Problem[] =>
    rule === 'row-adagrad' && !takesTablesOnly(pattern)
      ? [{ nodeId: '', field: `optimizers.${i}.rule`, code: 'rule-needs-tables', values: { rule, pattern } }]
      : [],
  );
