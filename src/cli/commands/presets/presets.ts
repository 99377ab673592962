/** `presets`: the ready-made graphs. */
import { presets } from '../../../model/presets/presets';
import { speech } from '../../speech';
import type { Flags } from '../../flags';
import { print } from '../../output';

const { words } = speech;

export function listPresets({ json }: Flags): void {
  const rows = [...presets.values()].map(({ id }) => ({ id, ...words.presets[id]! }));
  print(
    json
      ? JSON.stringify({ presets: rows })
      : rows.map(({ id, title, about }) => `${id}  ${title}\n    ${about}`).join('\n'),
  );
}
