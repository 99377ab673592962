import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Shortcut',
  about:
    'Routes a vector, such as a few selected fields, past the layers in between. When concatenated, the shortcuts of the two towers are scored against each other and the index grows wider; ' +
    'when added, each is also scored against the other tower, and the index keeps its width.',
  params: {
    join: 'Join',
    map: 'Projection',
    width: 'Projection width (when concatenated)',
    normalise: 'Normalise both, each with a learned weight',
    start: 'Initial weight of the shortcut (main vector: 1; only if normalised)',
  },
  ports: { main: 'main vector', shortcut: 'shortcut' },
  options: { add: 'add', concatenate: 'concatenate', linear: 'linear map', none: 'none' },
  probes: { length: 'Norms of the main vector and the shortcut where they join' },
} satisfies WordsOf<typeof block>;
