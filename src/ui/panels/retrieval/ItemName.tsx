/** The name of a listed item, by which one asks why it is there. */
import { useSpeech } from '../../lab';

/** `interest`: whose score it is; null = of the one that finds the item. */
export interface WhyQuestion {
  item: number;
  interest: number | null;
}

/** What is asked, and how to ask something else. */
export interface Asking {
  asked: WhyQuestion | null;
  ask(question: WhyQuestion, from: HTMLElement): void;
}

/** @param asking null where nobody can say why */
export function ItemName({
  name,
  item,
  interest = null,
  asking,
}: {
  name: string;
  item: number;
  interest?: number | null;
  asking: Asking | null;
}) {
  const { words, fill } = useSpeech();
  if (!asking) return name;
  const { asked, ask } = asking;
  return (
    <button
      type="button"
      aria-label={
        interest === null
          ? fill(words.why.open, { title: name })
          : fill(words.why.openBy, { title: name, n: interest + 1 })
      }
      aria-pressed={asked?.item === item && asked.interest === interest}
      onClick={(event) => ask({ item, interest }, event.currentTarget)}
    >
      {name}
    </button>
  );
}
