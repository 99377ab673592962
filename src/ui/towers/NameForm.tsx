/** A name for towers. One that another has is asked about before anything is replaced. */
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { Kept } from '../../lab/stores/towers-actions';
import { useSpeech } from '../lab';

export function NameForm({
  label,
  initial,
  act,
  keep,
  replace,
  children,
}: {
  label: string;
  initial: string;
  /** What the button says. */
  act: string;
  keep(name: string): Promise<Kept>;
  /** Left out where nothing may be replaced. */
  replace?(name: string): Promise<Kept>;
  children?: ReactNode;
}) {
  const { words, fill } = useSpeech();
  const w = words.drawings;
  const [name, setName] = useState(initial);
  const [taken, setTaken] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const wanted = name.trim();
  const save = async (way: (name: string) => Promise<Kept>): Promise<void> => {
    const kept = await way(wanted);
    setTaken(kept === 'taken' ? wanted : null);
  };
  return (
    <form
      className="towers-name"
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted !== '') void save(keep);
      }}
    >
      <label>
        <span>{label}</span>
        <input
          ref={field}
          type="text"
          maxLength={120}
          value={name}
          aria-invalid={taken !== null || undefined}
          onChange={(event) => {
            setName(event.target.value);
            setTaken(null);
          }}
        />
      </label>
      <button type="submit" className="primary" disabled={wanted === ''}>
        {act}
      </button>
      {children}
      {taken !== null && (
        <p className="wrong" role="alert">
          {fill(w.taken, { name: taken })}{' '}
          {replace && (
            <button type="button" className="danger" onClick={() => void save(replace)}>
              {w.replace}
            </button>
          )}
        </p>
      )}
    </form>
  );
}
