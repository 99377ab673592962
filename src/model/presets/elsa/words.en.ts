import type { PresetWords } from '../presets';

export default {
  title: 'ELSA',
  about:
    'A linear autoencoder as two towers: the user is the mean of the unit vectors of all past items, the item its own unit vector, of one table. No MLP and no fields.',
} satisfies PresetWords;
