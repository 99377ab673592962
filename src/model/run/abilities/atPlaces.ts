import type { Places } from '../../../data/stretches';
import { pairedGather } from '../../../engine/kernels/paired-gather/paired-gather';
import { Picks } from '../../../engine/kernels/paired-gather/picks';
import * as tf from '../../../engine/tf';
import type { Tensor2D } from '../../../engine/tf';
import { ability, absent, type Feed, type Given } from './ability';

declare module '../../blocks/block' {
  interface Context {
    /**
     * Of the events of the stretches that a batch reads, [S x T, D]: those at which the pasts of its rows end, [B, D],
     * zeros where there are none. Only training of every position has it.
     */
    atPlaces(events: Tensor2D): Tensor2D;
  }
}

class RowPlaces implements Feed {
  readonly picks: Picks;

  constructor(rows: number, events: number) {
    this.picks = new Picks('places of the rows in their stretches', rows, 1, events);
  }

  prepare({ batch }: Given): void {
    const { at, there } = placesOf(batch?.places);
    this.picks.prepare(at, there);
  }

  submit(): void {
    this.picks.submit();
  }

  dispose(): void {
    this.picks.dispose();
  }
}

const placesOf = (places: Places | null | undefined): Places => places ?? absent('the batch has no places');

export default ability('atPlaces', {
  feed: ({ compiled: { historyLength }, rows, training }) =>
    training?.stretches ? new RowPlaces(rows.user, training.stretches * historyLength) : null,
  give:
    ({ node }, feed) =>
    (events) => {
      const { picks } = feed ?? absent(`"${node.id}" asked for places, which only training of every position has`);
      return tf.reshape(pairedGather(events, picks), [picks.rows, events.shape[1]]);
    },
  twin: {
    read: (_, __, { places, size }) =>
      places && { at: { values: places.at, shape: [size] }, there: { values: places.there, shape: [size] } },
    alone: () => null,
  },
});
