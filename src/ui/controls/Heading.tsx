/** The heading of a section, and beside it what can be done with the section and its value now. */
import type { ReactNode } from 'react';
import './Heading.css';

export function Heading({ title, value, children }: { title: string; value?: string; children?: ReactNode }) {
  return (
    <div className="heading">
      <h2>{title}</h2>
      {children}
      {value !== undefined && <span>{value}</span>}
    </div>
  );
}
