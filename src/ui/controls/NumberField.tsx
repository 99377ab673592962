/** A box for one number. */
import { useState } from 'react';
import type { Json } from '../../model/document/graph';
import { useSpeech } from '../lab';

export interface NumberProps {
  spec: { min: number; max: number; step?: number; unit?: string };
  value: Json;
  label: string;
  describedBy?: string | undefined;
  whole: boolean;
  change(value: number): void;
}

/**
 * A number that may be half-typed: the document changes only with a value inside the limits; anything else stays in the
 * box with its sentence, left or not, until it is mended or Escape brings the document's value back.
 */
export function NumberField({ spec, value, label, describedBy, whole, change }: NumberProps) {
  const { words, fill } = useSpeech();
  // A draft counts while the document holds the value it was typed over; undo or another document ends it.
  const [draft, setDraft] = useState<{ text: string; over: Json } | null>(null);
  const text = draft && draft.over === value ? draft.text : null;
  const parsed = text === null ? null : parseNumber(text, spec, whole);
  const wrong = text !== null && parsed === null;
  return (
    <>
      <input
        type="text"
        inputMode={whole ? 'numeric' : 'decimal'}
        className="number"
        aria-label={label}
        aria-invalid={wrong || describedBy !== undefined || undefined}
        aria-describedby={describedBy}
        value={text ?? String(value ?? '')}
        onChange={(event) => {
          const next = parseNumber(event.target.value, spec, whole);
          setDraft({ text: event.target.value, over: next ?? value });
          if (next !== null && next !== value) change(next);
        }}
        onBlur={() => {
          if (!wrong) setDraft(null);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && wrong) {
            event.stopPropagation();
            setDraft(null);
          }
          if (event.nativeEvent.isComposing || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
          event.preventDefault();
          const step = (whole ? 1 : (spec.step ?? 0.01)) * (event.key === 'ArrowUp' ? 1 : -1);
          const next = Math.min(
            spec.max,
            Math.max(spec.min, Number(((typeof value === 'number' ? value : spec.min) + step).toPrecision(12))),
          );
          change(next);
        }}
      />
      {wrong && (
        <span className="wrong" role="status">
          {fill(whole ? words.inspector.notWhole : words.inspector.notNumber, { min: spec.min, max: spec.max })}
        </span>
      )}
    </>
  );
}

export function parseNumber(text: string, { min, max }: { min: number; max: number }, whole: boolean): number | null {
  const value = text.trim() === '' ? NaN : Number(text.trim().replace(',', '.'));
  return Number.isFinite(value) && value >= min && value <= max && (!whole || Number.isInteger(value)) ? value : null;
}

/** A labelled number of a form. */
export function Row({
  label,
  unit,
  value,
  spec,
  fraction = false,
  change,
}: {
  label: string;
  unit?: string;
  value: number;
  spec: { min: number; max: number; step?: number };
  fraction?: boolean;
  change(value: number): void;
}) {
  return (
    <label className="row">
      <span>
        {label}
        {unit && <small>{unit}</small>}
      </span>
      <NumberField
        label={unit ? `${label}, ${unit}` : label}
        spec={spec}
        value={value}
        whole={!fraction}
        change={change}
      />
    </label>
  );
}
