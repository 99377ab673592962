/** One number as a bar on an axis, from where bars begin. Its track is positioned by the parent. */
import type { Scale } from '../live';
import './Bar.css';

export function Bar({ scale, value }: { scale: Scale; value: number }) {
  const { from, size } = scale.bar(value);
  return (
    <>
      {scale.line !== null && <span className="bar-origin" style={{ left: `${100 * scale.line}%` }} />}
      <i style={{ left: `${100 * from}%`, width: `${100 * size}%` }} />
    </>
  );
}

/** The same, upright. */
export function Column({ scale, value, title }: { scale: Scale; value: number; title: string }) {
  const { from, size } = scale.bar(value);
  return <i title={title} style={{ position: 'relative', bottom: `${100 * from}%`, height: `${100 * size}%` }} />;
}
