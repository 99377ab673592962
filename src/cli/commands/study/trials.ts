/**
 * What the study `datasets` trains: a preset, of ids only or with fields, as it stands, with other values in its
 * blocks, with a table of the users' ids, or with the recent popularity of items.
 */
import { RECENT_POPULARITY } from '../../../model/presets/drawing/recent-popularity';
import { presets } from '../../../model/presets/presets';
import type { Flags } from '../../flags';
import { UsageError } from '../../usage-error';
import { paramsText } from '../../block-params';
import { DEFAULT_PRESET } from '../../training';

/** `params`: what was changed in the graph of the preset. `userId`: width of the table that was added. */
export interface Trial {
  preset: string;
  variant: 'ids' | 'fields';
  params?: string;
  userId?: number;
  recentPopularity?: true;
}

export const isOf = (run: Trial, trial: Trial): boolean =>
  run.preset === trial.preset &&
  run.variant === trial.variant &&
  run.params === trial.params &&
  run.userId === trial.userId &&
  run.recentPopularity === trial.recentPopularity;

/** "two-tower, ids only", "mind, interests.count=1", "two-tower, user id 64 wide" */
export const trialName = ({ preset, variant, params, userId, recentPopularity }: Trial): string =>
  [
    preset,
    ...(variant === 'ids' ? ['ids only'] : []),
    ...(params ? [params] : []),
    ...(userId === undefined ? [] : [`user id ${userId} wide`]),
    ...(recentPopularity ? ['recent popularity'] : []),
  ].join(', ');

/**
 * The row that differences are from.
 * @throws UsageError listing the rows
 */
export function comparedWith(against: string | undefined, trials: readonly Trial[]): string {
  const names = trials.map(trialName);
  if (against !== undefined && !names.includes(against))
    throw new UsageError(`--against: no row is "${against}"; the rows are ${names.join('; ')}`);
  return against ?? DEFAULT_PRESET;
}

/** What of `--params` a trial takes: what is of the node that `--recent-popularity` adds, where it is added alone. */
export const paramsOf = (
  { recentPopularity }: Pick<Trial, 'recentPopularity'>,
  { params, 'recent-popularity': isAdded }: Pick<Flags, 'params' | 'recent-popularity'>,
): Flags['params'] =>
  isAdded && !recentPopularity ? params?.filter(({ node }) => node !== RECENT_POPULARITY) : params;

/**
 * Each preset with fields; where that is asked for, two-tower with ids only as well, and each with a user id, and with
 * recent popularity, beside itself without.
 * @throws UsageError listing the known presets
 */
export function trialsOf(
  flags: Pick<Flags, 'presets' | 'params' | 'user-id' | 'recent-popularity' | 'ids-only'>,
): Trial[] {
  const { presets: ids, 'user-id': userId, 'recent-popularity': recentPopularity, 'ids-only': idsOnly } = flags;
  const textOf = (params: Flags['params']) => (params?.length ? { params: paramsText(params) } : {});
  const changes = textOf(paramsOf({}, flags));
  const recent = { ...textOf(flags.params), recentPopularity: true } as const;
  return (ids ?? DEFAULT_PRESET).split(',').flatMap((preset): Trial[] => {
    if (!presets.has(preset))
      throw new UsageError(`--presets: unknown preset "${preset}"; the presets are ${[...presets.keys()].join(', ')}`);
    return [
      ...(idsOnly && preset === DEFAULT_PRESET ? [{ preset, variant: 'ids', ...changes } as const] : []),
      { preset, variant: 'fields', ...changes },
      ...(userId === undefined ? [] : [{ preset, variant: 'fields', ...changes, userId } as const]),
      ...(recentPopularity ? [{ preset, variant: 'fields', ...recent } as const] : []),
    ];
  });
}
