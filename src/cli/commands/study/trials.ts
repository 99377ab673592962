/** What the study `datasets` trains: a preset, of ids only or with fields, as it stands or with other values in its blocks. */
import { presets } from '../../../model/presets/presets';
import { UsageError, type Flags } from '../../arguments';
import { paramsText } from '../../block-params';
import { DEFAULT_PRESET } from '../../training';

/** `params`: what was changed in the graph of the preset. */
export interface Trial { preset: string; variant: 'ids' | 'fields'; params?: string }

export const isOf = (run: Trial, trial: Trial): boolean => run.preset === trial.preset && run.variant === trial.variant && run.params === trial.params;

/** @throws UsageError listing the known presets */
export function trialsOf({ presets: ids, params }: Pick<Flags, 'presets' | 'params'>): Trial[] {
  const changes = params ? { params: paramsText(params) } : {};
  return (ids ?? DEFAULT_PRESET).split(',').flatMap((preset): Trial[] => {
    if (!presets.has(preset)) throw new UsageError(`--presets: unknown preset "${preset}"; the presets are ${[...presets.keys()].join(', ')}`);
    return [...(preset === DEFAULT_PRESET ? [{ preset, variant: 'ids', ...changes } as const] : []), { preset, variant: 'fields', ...changes }];
  });
}
