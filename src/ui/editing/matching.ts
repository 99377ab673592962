/** What typing finds in a list of choices. */
import type { Side } from '../../model/document/graph';

export interface Choice {
  id: string;
  title: string;
  about: string;
  /** A word at the end of the line. */
  remark?: string;
  group: string;
  side?: Side;
  /** What is found by typing, beside title and remark. */
  search?: string;
}

const plain = (text: string): string => text.normalize('NFKD').toLocaleLowerCase();

/**
 * Choices whose words hold everything that was typed, those whose title begins so first. Groups keep the order of their
 * first choice.
 */
export function matching(choices: readonly Choice[], typed: string): Choice[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  const found = choices.filter(({ title, remark = '', search = '' }) => {
    const text = plain(`${title} ${remark} ${search}`);
    return words.every((word) => text.includes(word));
  });
  const begins = ({ title }: Choice): boolean => words.length > 0 && plain(title).startsWith(words[0] ?? '');
  const groups = [
    ...new Set(found.toSorted((a, b) => Number(begins(b)) - Number(begins(a))).map(({ group }) => group)),
  ];
  return groups.flatMap((group) =>
    found.filter((choice) => choice.group === group).toSorted((a, b) => Number(begins(b)) - Number(begins(a))),
  );
}
