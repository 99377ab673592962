/** Who came to the figure, and what it cost. */
import { shown, type Limit } from '../limits';
import { reached, type Mark } from './course';

export interface Course {
  name: string;
  marks: readonly Mark[];
}

export interface AccuracyReport {
  host: string;
  cores: number;
  /** NDCG@10 on validation, and what it is. */
  target: number;
  targetIs: string;
  courses: Course[];
  absent: { name: string; reason: string }[];
}

const MOST_SECONDS = 90;
const COLUMNS = ['', 'wall s', 'CPU s', 'x Tower Lab, wall', 'x Tower Lab, CPU', 'evaluations', 'NDCG@10 then', 'best'];

export function accuracyText({ host, cores, target, targetIs, courses, absent }: AccuracyReport): string {
  const own = courses.find(({ name }) => name === OWN);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    `${host}, ${cores} cores. From the start of the program, with the CSV files of ml-latest-small and nothing in any cache, until NDCG@10 on validation is ${target.toFixed(4)} (${targetIs}).`,
    '',
    line(COLUMNS),
    line(COLUMNS.map(() => '---')),
    ...courses.map((course) => line(cellsOf(course, own, target))),
    '',
    ...absent.map(({ name, reason }) => `${name} did not run: ${reason}`),
  ].join('\n');
}

export const OWN = 'tower-lab';
/** Without WebGPU. */
export const OWN_CPU = 'tower-lab on the CPU';

export const markText = ({ ndcg, wallMs, cpuMs }: Mark): string =>
  `NDCG@10 ${ndcg.toFixed(4)} after ${shown(wallMs / 1000)} s${cpuMs === null ? '' : `, ${shown(cpuMs / 1000)} s of CPU time`}`;

function cellsOf({ name, marks }: Course, own: Course | undefined, target: number): string[] {
  const [there, beside] = [reached(marks, target), own && reached(own.marks, target)];
  const best = Math.max(...marks.map(({ ndcg }) => ndcg)).toFixed(4);
  if (!there) return [name, 'did not come to it', '–', '–', '–', `${marks.length}`, '–', best];
  const seconds = (ms: number | null): string => (ms === null ? '–' : shown(ms / 1000));
  const times = (x: number | null, y: number | null | undefined): string => (x && y ? shown(x / y) : '–');
  return [
    name,
    seconds(there.wallMs),
    seconds(there.cpuMs),
    times(there.wallMs, beside?.wallMs),
    times(there.cpuMs, beside?.cpuMs),
    `${marks.indexOf(there) + 1}`,
    there.ndcg.toFixed(4),
    best,
  ];
}

export function accuracyLimits({ target, courses }: Pick<AccuracyReport, 'target' | 'courses'>): Limit[] {
  const of = (one: Course | undefined): Mark | null => (one ? reached(one.marks, target) : null);
  const own = of(courses.find(({ name }) => name === OWN));
  const onCpu = of(courses.find(({ name }) => name === OWN_CPU));
  const rivals = courses.filter(({ name }) => name !== OWN && name !== OWN_CPU).flatMap((one) => of(one) ?? []);
  const quickest = rivals.length > 0 ? Math.min(...rivals.map(({ wallMs }) => wallMs)) : null;
  const counted = rivals.flatMap(({ cpuMs }) => cpuMs ?? []);
  const least = counted.length > 0 ? Math.min(...counted) : null;
  const cpuMs = onCpu?.cpuMs ?? null;
  return [
    {
      what: `wall from the CSV to the figure: at most ${MOST_SECONDS} s`,
      found: own && `${shown(own.wallMs / 1000)} s`,
      holds: own && own.wallMs <= 1000 * MOST_SECONDS,
    },
    {
      what: 'wall from the CSV to the figure: at most that of the PyTorch script',
      found: own && quickest ? `${shown(own.wallMs / quickest)} times` : null,
      holds: own && quickest ? own.wallMs <= quickest : null,
    },
    {
      what: `without WebGPU, wall from the CSV to the figure: at most ${MOST_SECONDS} s`,
      found: onCpu && `${shown(onCpu.wallMs / 1000)} s`,
      holds: onCpu && onCpu.wallMs <= 1000 * MOST_SECONDS,
    },
    {
      what: 'without WebGPU, CPU time from the CSV to the figure: at most that of the PyTorch script',
      found: cpuMs && least ? `${shown(cpuMs / least)} times` : null,
      holds: cpuMs && least ? cpuMs <= least : null,
    },
  ];
}
