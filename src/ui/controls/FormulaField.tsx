/** A formula as it is typed, underlined where it is wrong, with what it may name beside it. */
import { useImperativeHandle, useRef, type Ref } from 'react';
import type { Span } from '../../data/weight-formula/problem';
import './FormulaField.css';

export interface FormulaFieldProps {
  id: string;
  formula: string;
  isWrong: boolean;
  /** The place that is wrong; null where none is, or all of it. */
  span: Span | null;
  hint: string | undefined;
  describedBy: string | undefined;
  change(formula: string): void;
  /** Writes a text where the cursor stands. */
  ref?: Ref<FormulaFieldHandle>;
}

export interface FormulaFieldHandle {
  insert(text: string): void;
  show(): void;
}

export function FormulaField({ id, formula, isWrong, span, hint, describedBy, change, ref }: FormulaFieldProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  useImperativeHandle(ref, () => ({
    insert(text) {
      const { current } = field;
      if (!current) return;
      current.setRangeText(text, current.selectionStart, current.selectionEnd, 'end');
      change(current.value);
      current.focus();
    },
    show: () => field.current?.scrollIntoView({ block: 'center' }),
  }));
  return (
    <div className="formula-field">
      <Underlined formula={formula} span={span} />
      <textarea
        ref={field}
        id={id}
        rows={1}
        spellCheck={false}
        autoCapitalize="off"
        placeholder={hint}
        value={formula}
        aria-invalid={isWrong || undefined}
        aria-describedby={describedBy}
        onChange={(event) => change(event.target.value)}
      />
    </div>
  );
}

/** The formula once more under the field that it is typed in, unseen but for the line below what is wrong. */
function Underlined({ formula, span }: { formula: string; span: Span | null }) {
  const { start, end } = span ?? { start: formula.length, end: formula.length };
  return (
    <div className="formula-ghost" aria-hidden="true">
      {formula.slice(0, start)}
      {span && <u>{formula.slice(start, end) || '\u00a0'}</u>}
      {formula.slice(end)}
    </div>
  );
}

/** What a formula may name; a click writes one. */
export function FormulaColumns({
  label,
  texts,
  insert,
}: {
  label: string;
  texts: readonly string[];
  insert(text: string): void;
}) {
  if (texts.length === 0) return null;
  return (
    <div className="formula-columns" role="group" aria-label={label}>
      {texts.map((text) => (
        <button key={text} type="button" className="quiet" onClick={() => insert(text)}>
          <code>{text}</code>
        </button>
      ))}
    </div>
  );
}
