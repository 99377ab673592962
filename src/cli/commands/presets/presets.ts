/** `presets`: the ready-made graphs. */
import { presets } from '../../../model/presets/presets';
import type { Flags } from '../../flags';
import { print } from '../../output';

export function listPresets({ json }: Flags): void {
  const rows = [...presets.values()].map(({ id, words }) => ({ id, title: words.en.title, about: words.en.about }));
  print(
    json
      ? JSON.stringify({ presets: rows })
      : rows.map(({ id, title, about }) => `${id}  ${title}\n    ${about}`).join('\n'),
  );
}
