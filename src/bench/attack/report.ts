/** What became of the attacks, as a table, with each that went wrong. */
import { AREAS, type Area, type Silence } from './attack';

export interface Tried {
  area: Area;
  name: string;
  command: string;
  code: number;
  /** Empty where all is right. */
  wrongs: readonly string[];
  /** The end of what was said. */
  lastLines: readonly string[];
  /** The longest work without a word; null where nobody could see. */
  silence: Silence | null;
  /** Of a second try, with every kernel of the first in the cache; null where the first was not silent. */
  again: Silence | null;
  /** Seconds of CPU time. */
  cpu: number;
}

export interface Skipped {
  area: Area;
  name: string;
  reason: string;
}

export interface AttackReport {
  tried: readonly Tried[];
  skipped: readonly Skipped[];
  adapter: string;
}

/** Seconds of work after which a person wonders whether anything goes on. */
const MOST_SILENCE = 1;

export const isSilent = (silence: Silence | null): silence is Silence =>
  silence !== null && silence.seconds > MOST_SILENCE;

export function reportText({ tried, skipped, adapter }: AttackReport): string {
  const areas = AREAS.filter((area) => [...tried, ...skipped].some((one) => one.area === area));
  const row = (name: string, of: readonly Tried[]): string => {
    const wrong = of.filter(({ wrongs }) => wrongs.length > 0).length;
    return `| ${name} | ${of.length} | ${of.length - wrong} | ${wrong} |`;
  };
  return [
    adapter,
    '',
    '| area | tried | right | wrong |',
    '| --- | --- | --- | --- |',
    ...areas.map((area) =>
      row(
        area,
        tried.filter((one) => one.area === area),
      ),
    ),
    ...(areas.length > 1 ? [row('all', tried)] : []),
    ...tried.filter(({ wrongs }) => wrongs.length > 0).flatMap(wrongText),
    ...paragraph(
      tried.some(({ silence }) => silence === null)
        ? ['Silence was not watched: without `script` there is no terminal that shows progress.']
        : tried.filter(({ silence }) => isSilent(silence)).map(silenceText),
    ),
    ...paragraph(skipped.map(({ area, name, reason }) => `not tried: ${area}, ${name}: ${reason}`)),
  ].join('\n');
}

const paragraph = (lines: readonly string[]): string[] => (lines.length === 0 ? [] : ['', ...lines]);

const wrongText = ({ area, name, command, code, wrongs, lastLines }: Tried): string[] => [
  '',
  `WRONG ${area}, ${name}: ${wrongs.join('; ')}`,
  `  ${command.replaceAll('\n', '\n  ')}`,
  `  exit code ${code}`,
  ...lastLines.map((line) => `  > ${line}`),
];

function silenceText({ area, name, silence, again }: Tried): string {
  const { seconds, after } = silence!;
  const second =
    again && `, ${isSilent(again) ? 'and' : 'but'} for ${again.seconds.toFixed(1)} s with its kernels in the cache`;
  return `silent for ${seconds.toFixed(1)} s of work: ${area}, ${name}, ${after === '' ? 'from the start' : `after “${after}”`}${second ?? ''}`;
}
