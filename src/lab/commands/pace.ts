import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /** Steps in a second that a run takes at most, this one and those to come; null: all it can. */
    pace: [{ stepsPerSecond: number | null }, Record<never, never>];
  }
}

export default command('pace', (host, { stepsPerSecond }) => {
  if (stepsPerSecond !== null && !(stepsPerSecond > 0))
    throw new RangeError(`a pace of ${stepsPerSecond} steps a second`);
  host.runner.pace.stepsPerSecond = stepsPerSecond ?? Infinity;
  return {};
});
