/** How far a figure is above or below another one: a sign, an arrow and a colour. */
import { useSpeech } from '../lab';
import './Difference.css';

/** '+0.012 ▲' */
export function signed(value: number, digits: number, number: (value: number, digits: number) => string): string {
  const text = number(Math.abs(value), digits);
  if (text === number(0, digits)) return `±${text}`;
  return value > 0 ? `+${text} ▲` : `−${text} ▼`;
}

export function Difference({ value, digits }: { value: number; digits: number }) {
  const { number } = useSpeech();
  const text = signed(value, digits, number);
  return (
    <span className={`difference ${text.endsWith('▲') ? 'better' : text.endsWith('▼') ? 'worse' : ''}`}>{text}</span>
  );
}
