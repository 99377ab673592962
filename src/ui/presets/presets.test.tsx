import { describe, expect, it } from 'vitest';
import { presets } from '../../model/presets/presets';
import { LANGUAGES } from '../../words/catalog';
import { speak } from '../../words/words';
import { draw, schema, silentBench, summary } from '../testing';
import { PresetCard } from './PresetCard';
import { stepIn } from './steps';

const nothing = () => undefined;
const card = (id: string, data: typeof summary, isDrawn = true, language = 'en') =>
  draw(
    silentBench(language),
    <PresetCard
      preset={presets.get(id)!}
      summary={data}
      isDrawn={isDrawn}
      isCurrent={false}
      isTabbable
      onFocus={nothing}
      choose={nothing}
    />,
  );
const withoutTime = { ...summary, hasTime: false, schema: { ...schema, hasTime: false } };

describe('a card', () => {
  it.each([...presets.keys()])('shows %s as blocks and edges of both towers, without words', (id) => {
    const picture = /<svg[^]*<\/svg>/.exec(card(id, summary))![0];
    for (const side of ['user', 'item']) {
      expect(picture).toContain(`picture-node ${side}`);
      expect(picture).toContain(`picture-edge ${side}`);
    }
    expect(picture).toContain('picture-node match');
    expect(picture.replaceAll(/<[^>]*>/g, '')).toBe('');
  });

  it.each(LANGUAGES)('says what the towers are, and what they weigh for the loaded data (%s)', (language) => {
    const { words, count } = speak(language);
    const shown = card('classic', summary, true, language);
    expect(shown).toContain(words.presets['classic']!.title);
    expect(shown).toContain(words.presets['classic']!.about);
    const [before = '', after = ''] = words.board.parameters.other.split('{n}');
    expect(shown).toMatch(new RegExp(`<small>${before}[\\d,]+${after}</small>`));
    expect(shown).not.toContain(count(words.board.parameters, 0));
  });

  it('says what is missing where the data are not for it', () => {
    const [id] = [...presets].find(([, { needs }]) => needs === 'time')!;
    expect(card(id, summary)).toContain('aria-disabled="false"');
    expect(card(id, withoutTime)).toContain('aria-disabled="true"');
    expect(card(id, withoutTime)).toContain('(needs timestamps)');
    expect(card('classic', withoutTime)).toContain('aria-disabled="false"');
  });

  it('is there before its picture', () => {
    expect(card('classic', summary, false)).not.toContain('<svg');
  });
});

it('arrows walk along rows and between them, and stay where there is no card', () => {
  const to = (key: string, at: number) => stepIn(key, at, 8, 3);
  expect([to('ArrowRight', 2), to('ArrowLeft', 3), to('ArrowDown', 4), to('ArrowUp', 4)]).toEqual([3, 2, 7, 1]);
  expect([to('ArrowRight', 7), to('ArrowLeft', 0), to('ArrowDown', 5), to('ArrowUp', 2)]).toEqual([7, 0, 5, 2]);
  expect([to('Home', 5), to('End', 5), to('a', 5)]).toEqual([0, 7, null]);
});
