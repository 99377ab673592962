/** The mark of a run: a shape at the end of its lines and beside its name, and the dashes of its lines, for life. */
import './RunMark.css';

const SHAPES = [
  'M1 5a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z',
  'M1.500 1.500h7v7h-7z',
  'M5 .5l4.500 4.500l-4.500 4.500l-4.500 -4.500z',
  'M5 1l4.500 8h-9z',
  'M5 9l4.500 -8h-9z',
  'M3.500 .5h3v3h3v3h-3v3h-3v-3h-3v-3h3z',
  'M1 5l4 -4.500v9z M9 5l-4 -4.500v9z',
  'M0.500 3.500h9v3h-9z',
] as const;
const DASHES = ['2 2', '6 2', '1 3', '8 3 2 3', '4 4', '10 2'] as const;

/** The same for the same run, wherever it is shown. @param id of the run */
export function markOf(id: string): { shape: string; dash: string } {
  let hash = 7;
  for (const letter of id) hash = (hash * 31 + letter.charCodeAt(0)) >>> 0;
  return { shape: SHAPES[hash % SHAPES.length]!, dash: DASHES[Math.floor(hash / SHAPES.length) % DASHES.length]! };
}

export function RunMark({ id }: { id: string }) {
  return (
    <svg className="run-mark" width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
      <path d={markOf(id).shape} />
    </svg>
  );
}
