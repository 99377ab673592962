import { expect, it } from 'vitest';
import { preset } from '../../model/presets/presets';
import { panelOfScene, scenesOf } from '../gallery/scenes';
import { shortcutOf } from '../shortcuts';
import { LANGUAGES } from '../../words/catalog';
import type { Panel } from './panel';
import { panelById, panelOf, panels, titleOf } from './registry';

it('finds each panel in the folder of its name, one at each place, and opens it by its digit', () => {
  const files = import.meta.glob<Panel>('./*/panel.ts', { eager: true, import: 'default' });
  for (const [path, { id }] of Object.entries(files)) expect(path).toBe(`./${id}/panel.ts`);
  expect(panels.map(({ place }) => place)).toEqual(panels.map((_, at) => at + 1));
  for (const panel of panels) {
    const press = {
      code: `Digit${panel.place}`,
      key: '',
      ctrlKey: false,
      metaKey: false,
      altKey: false,
      shiftKey: false,
    };
    expect(shortcutOf({ ...press, isComposing: false, keyCode: 0 }, false, false)).toBe(`panel:${panel.place}`);
    expect(panelOf(panel.place)).toBe(panel);
    expect(panelById(panel.id)).toBe(panel);
    for (const language of LANGUAGES) expect(titleOf(panel, { language })).toMatch(/^\p{Lu}|\p{Script=Han}/u);
  }
});

it('shows every panel in the gallery, with towers that can be trained', () => {
  for (const { id } of panels) expect(scenesOf.get(id), id).toMatchObject({ preset: expect.any(String) });
  expect(new Set([...scenesOf.keys()].map(panelOfScene))).toEqual(new Set(panels.map(({ id }) => id)));
  for (const { preset: towers } of scenesOf.values()) expect(preset(towers).id).toBe(towers);
});

it('answers a panel that is no more by the first, and a digit without one by nothing', () => {
  expect(panelById('attic')).toBe(panels[0]);
  expect(panelOf(panels.length + 1)).toBeUndefined();
});
