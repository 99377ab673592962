import type { Roles } from '../../table';
import { tableFrom } from '../tables';
import { checkEvents, type World } from '../world';
import { Appetite } from './appetite';
import { HEATS, makeCookbook, recipeCount } from './cookbook';
import { makeCooks } from './cooks';
import { eveningsOf } from './evenings';
import { CUISINES } from './larder';
import { recipesTruth } from './truth';

const roles: Roles = {
  log: [
    { column: 'cook', role: 'user' },
    { column: 'recipe', role: 'item' },
    { column: 'time', role: 'time' },
    { column: 'session', role: 'session' },
    { column: 'occasion', role: 'context', encoding: 'categorical' },
    { column: 'dwell_seconds', role: 'dwell' },
    { column: 'cooked', role: 'label' },
  ],
  items: [
    { column: 'recipe', role: 'id' },
    { column: 'title', role: 'title' },
    { column: 'cuisine', role: 'field', encoding: 'categorical' },
    { column: 'course', role: 'field', encoding: 'categorical' },
    { column: 'ingredients', role: 'field', encoding: 'bag', separator: '|' },
    { column: 'minutes', role: 'field', encoding: 'buckets' },
    { column: 'effort', role: 'field', encoding: 'categorical' },
    { column: 'heat', role: 'field', encoding: 'categorical' },
    { column: 'written_by', role: 'field', encoding: 'categorical' },
    { column: 'method', role: 'field', encoding: 'words' },
    { column: 'card_colour', role: 'field', encoding: 'categorical' },
    { column: 'photo_backdrop', role: 'field', encoding: 'categorical' },
  ],
  users: [
    { column: 'cook', role: 'id' },
    { column: 'name', role: 'title' },
    { column: 'household', role: 'field', encoding: 'categorical' },
    { column: 'diet', role: 'field', encoding: 'categorical' },
    { column: 'country', role: 'field', encoding: 'categorical' },
    { column: 'kitchen', role: 'field', encoding: 'categorical' },
    { column: 'newsletter_day', role: 'field', encoding: 'categorical' },
  ],
};

const recipes: World = {
  id: 'recipes',
  defaultEvents: 48_000,
  smallEvents: 4_000,
  generate({ events, seed }) {
    checkEvents('recipes', events);
    const cookbook = makeCookbook(seed, recipeCount(events));
    const cooks = makeCooks(seed, events);
    const appetite = new Appetite(cookbook);
    const evenings = cooks.map((_, c) => eveningsOf(seed, cooks, c, cookbook, appetite));
    const rows = evenings.flat().sort((a, b) => a.time - b.time || a.cook - b.cook);
    const book = cookbook.recipes;
    return {
      log: tableFrom('recipes-log.csv', {
        cook: rows.map((row) => cooks[row.cook]!.id),
        recipe: rows.map((row) => book[row.recipe]!.id),
        time: rows.map((row) => new Date(row.time).toISOString().replace('.000', '')),
        session: rows.map((row) => `${cooks[row.cook]!.id}/${row.session + 1}`),
        occasion: rows.map((row) => row.occasion),
        dwell_seconds: rows.map((row) => String(row.dwell)),
        cooked: rows.map((row) => (row.cooked ? '1' : '0')),
      }),
      items: tableFrom('recipes-recipes.csv', {
        recipe: book.map(({ id }) => id),
        title: book.map(({ title }) => title),
        cuisine: book.map(({ cuisine }) => CUISINES[cuisine]!.name),
        course: book.map(({ course }) => course),
        ingredients: book.map(({ ingredients }) => ingredients.join('|')),
        minutes: book.map(({ minutes }) => String(minutes)),
        effort: book.map(({ effort }) => effort),
        heat: book.map(({ heat }) => HEATS[heat]!),
        written_by: book.map(({ author }) => author),
        method: book.map(({ method }) => method),
        card_colour: book.map(({ card }) => card),
        photo_backdrop: book.map(({ photo }) => photo),
      }),
      users: tableFrom('recipes-cooks.csv', {
        cook: cooks.map(({ id }) => id),
        name: cooks.map(({ name }) => name),
        household: cooks.map(({ household }) => household),
        diet: cooks.map(({ declaredDiet }) => declaredDiet),
        country: cooks.map(({ country }) => country),
        kitchen: cooks.map(({ kitchen }) => kitchen),
        newsletter_day: cooks.map(({ newsletterDay }) => newsletterDay),
      }),
      roles,
      truth: recipesTruth(cookbook, cooks, evenings, rows, appetite),
    };
  },
};

export default recipes;
