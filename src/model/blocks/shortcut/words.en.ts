import type { WordsOf } from '../../block';
import type block from './block';

export default {
  title: 'Short-cut',
  about:
    'Routes a vector, such as a few selected fields, past the layers in between. Concatenated, the short-cuts of both towers meet each other and widen the index; ' +
    'added, they also meet the towers and the index keeps its width.',
  params: {
    join: 'Join',
    map: 'Map of the short-cut',
    width: 'Width of the map (where concatenated)',
    normalise: 'Normalise both, each with a learned weight',
    start: 'Initial weight of the short-cut (main vector: 1; normalised only)',
  },
  ports: { main: 'main vector', shortcut: 'short-cut' },
  options: { add: 'add', concatenate: 'concatenate', linear: 'linear map', none: 'none' },
  probes: { length: 'Norm of the main vector and of the short-cut where they join' },
} satisfies WordsOf<typeof block>;
