/** What fuses channels into one vector: they must have one width, and the result is one part. */
import type { OwnProblem, OutputTypes } from '../block';
import type { PortOf } from '../../document/ports';

export function inferFusion(channels: readonly PortOf<'vector'>[]): OutputTypes<{ vector: 'vector' }> | OwnProblem {
  const width = channels[0]?.width ?? 0;
  const other = channels.find((channel) => channel.width !== width);
  if (other) return { code: 'width-mismatch', field: 'channels', values: { left: width, right: other.width } };
  return { vector: { kind: 'vector', width, parts: [{ name: 'fusion', width }] } };
}
