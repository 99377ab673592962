/**
 * The protocol in one line that travels with every figure: in weights files, in JSON, in logs. The screen says it in
 * its own words.
 */
import type { Protocol } from '../../data/dataset';

export function protocolText(protocol: Protocol): string {
  const { split, repeats, ties, minItemEvents, minUserEvents, keepSeen, where, positives, weight } = protocol;
  return [
    ...(where ? [`where ${where}`] : []),
    ...(positives ? [`positives ${positives}, other rows shown`] : []),
    split,
    `repeats ${repeats}`,
    `ties ${ties}`,
    `items with at least ${minItemEvents} and users with at least ${minUserEvents} pairs`,
    `full catalogue, ${keepSeen ? 'history kept' : 'history removed'}, mean over all orders of ties`,
    ...(weight ? [`training rows weighted by ${weight}`] : []),
  ].join('; ');
}
