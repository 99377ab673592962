/** What the recipes are made of: ingredients with their kind and season, and the ten cuisines. */
import type { Slots } from '../phrase';

export type Kind = 'meat' | 'fish' | 'vegetable' | 'fruit' | 'pulse' | 'grain' | 'dairy' | 'seasoning';

export interface Ingredient {
  name: string;
  /** Place in the larder, for tables by ingredient. */
  index: number;
  kind: Kind;
  /** Month in which it is at its best, 1 to 12; 0 where the season does not matter. */
  month: number;
  /** What one buys fresh and has left over the next day. */
  fresh: boolean;
}

const SUPPLIES: Record<Kind, string> = {
  meat: 'chicken lamb pork duck beef veal sausage turkey:12 rabbit:10 venison:11',
  fish: 'cod salmon:7 mackerel:8 prawns squid mussels:10 sardines:7 trout:5 clams crab:6 tuna haddock:1',
  vegetable:
    'aubergine:8 courgette:7 tomato:8 fennel:10 leek:1 cabbage:12 cauliflower:11 pumpkin:10 beetroot:10 asparagus:5 peas:6 spinach:4 kale:1 carrot mushroom:10 potato artichoke:5 celeriac:12 sweetcorn:8 cucumber:7 radish:5 pepper:8 okra:8 chard:9 parsnip:1 turnip:12 broccoli:3 bok-choy:4 lotus-root:11 daikon:12 sweet-potato:11 tomatillo:9 green-beans:7 squash:10 rhubarb:4',
  fruit:
    'apple:10 pear:10 plum:9 orange:1 lemon mango:6 apricot:7 fig:9 quince:11 pomegranate:11 cherry:6 pineapple coconut lime grape:9 cranberry:12 tamarind date',
  pulse: 'chickpea lentil black-bean white-bean tofu red-lentil broad-bean:5 kidney-bean edamame peanut',
  grain: 'rice barley bulgur couscous polenta noodles rye semolina farro tortillas',
  dairy: 'feta ricotta yoghurt cream mozzarella paneer butter gruyère labneh egg parmesan soured-cream',
  seasoning:
    'basil thyme rosemary dill tarragon mint coriander parsley sage chive miso ginger lemongrass cumin saffron cardamom cinnamon paprika turmeric sumac za’atar harissa chilli chipotle soy sesame star-anise mustard caper juniper fenugreek nigella oregano galangal fish-sauce black-vinegar bay horseradish walnut pistachio almond hazelnut honey',
};

export const INGREDIENTS: ReadonlyMap<string, Ingredient> = new Map(
  (Object.entries(SUPPLIES) as [Kind, string][])
    .flatMap(([kind, text]) => text.split(' ').map((entry) => ({ kind, entry })))
    .map(({ kind, entry }, index): [string, Ingredient] => {
      const [word, month] = entry.split(':') as [string, string | undefined];
      const name = word.replaceAll('-', ' ');
      return [
        name,
        {
          name,
          index,
          kind,
          month: Number(month ?? 0),
          fresh: ['meat', 'fish', 'vegetable', 'fruit', 'dairy'].includes(kind),
        },
      ];
    }),
);

/** @throws Error where no larder holds it. */
export function ingredient(name: string): Ingredient {
  const found = INGREDIENTS.get(name);
  if (!found) throw new Error(`no ingredient "${name}" in the larder of ${INGREDIENTS.size}`);
  return found;
}

export interface Cuisine {
  name: string;
  /** Relative number of dishes cooked of it. */
  share: number;
  mains: readonly string[];
  sides: readonly string[];
  seasonings: readonly string[];
  /** 0 mild to 3 fiery, on average. */
  heat: number;
  /** `dish` and `technique` for titles, `step` for the method. */
  words: Slots;
}

const list = (text: string): string[] => text.trim().split(/\s*,\s*/);
const cuisine = (
  name: string,
  share: number,
  heat: number,
  mains: string,
  sides: string,
  seasonings: string,
  dish: string,
  technique: string,
  step: string,
): Cuisine => ({
  name,
  share,
  heat,
  mains: list(mains),
  sides: list(sides),
  seasonings: list(seasonings),
  words: { dish: list(dish), technique: list(technique), step: step.split(/\s*;\s*/) },
});

/** In a circle: neighbours taste alike, and a cook who tires of one usually moves to the next. */
export const CUISINES: readonly Cuisine[] = [
  cuisine(
    'Italian',
    2.2,
    0.6,
    'chicken, veal, sausage, squid, clams, tuna, sardines, aubergine, courgette, artichoke, mushroom, white bean, chickpea, ricotta, pumpkin, pepper',
    'tomato, fennel, polenta, farro, mozzarella, chard, lemon, potato, peas, parmesan, broad bean, rice',
    'basil, oregano, rosemary, sage, caper, parsley, chilli, almond, hazelnut, bay',
    'risotto, lasagne, frittata, minestrone, gratin, ragù, focaccia, polpette, tagliatelle, saltimbocca',
    'braised, roast, seared, pan-fried, marinated, slow-cooked',
    'Toast the rice until it clicks; Let the soffritto go soft and golden; Loosen with pasta water; Finish with cold butter and parmesan',
  ),
  cuisine(
    'French',
    1.4,
    0.1,
    'duck, rabbit, beef, chicken, veal, mussels, trout, cod, leek, celeriac, mushroom, asparagus, lentil, egg, gruyère, artichoke',
    'potato, carrot, cream, butter, apple, plum, grape, green beans, turnip, fennel, spinach, white bean',
    'tarragon, thyme, chive, mustard, bay, walnut, parsley, juniper, hazelnut, honey',
    'gratin, cassoulet, galette, tart, terrine, soufflé, fricassée, daube, velouté, clafoutis',
    'confit, glazed, poached, sautéed, roast, potted',
    'Deglaze with white wine; Mount the sauce with butter; Blind-bake the pastry; Skim, then simmer until it barely trembles',
  ),
  cuisine(
    'Nordic',
    0.7,
    0,
    'salmon, haddock, venison, pork, crab, trout, beetroot, cabbage, celeriac, kale, potato, mushroom, egg, barley, turnip, lentil',
    'rye, cucumber, soured cream, apple, cranberry, butter, parsnip, radish, carrot, leek, pear, peas',
    'dill, horseradish, juniper, mustard, chive, cardamom, thyme, bay, honey, hazelnut',
    'open sandwich, smörgås, chowder, hash, pickle plate, dumplings, stew, flatbread, slaw, bake',
    'smoked, cured, pickled, buttered, charred, salt-baked',
    'Cure it overnight under salt and dill; Brown the butter until it smells of nuts; Pickle in three parts water; Serve on warm rye',
  ),
  cuisine(
    'Japanese',
    1.2,
    0.4,
    'salmon, mackerel, tuna, pork, chicken, prawns, tofu, aubergine, mushroom, lotus root, pumpkin, edamame, beef, cod, egg, daikon',
    'rice, noodles, spinach, cucumber, carrot, cabbage, sweet potato, radish, lime, bok choy, squash, green beans',
    'miso, ginger, soy, sesame, chive, chilli, mustard, honey, star anise, peanut',
    'donburi, ramen, gyoza, tempura, okonomiyaki, nabe, udon, tataki, croquettes, onigiri',
    'grilled, steamed, glazed, simmered, crisp, torched',
    'Whisk the dashi into the miso; Press firmly, then steam; Brush with tare and turn; Rinse the rice until it runs clear',
  ),
  cuisine(
    'Sichuan',
    0.9,
    2.4,
    'pork, beef, chicken, duck, squid, prawns, tofu, aubergine, green beans, potato, cabbage, lotus root, mushroom, egg, bok choy, peanut',
    'noodles, rice, cucumber, cauliflower, pepper, daikon, broad bean, leek, broccoli, spinach, pear, edamame',
    'black vinegar, chilli, ginger, star anise, sesame, soy, cinnamon, bay, cumin, honey',
    'hot pot, dumplings, stir-fry, wontons, claypot, dan dan bowl, cold platter, broth, pancakes, dry-fry',
    'twice-cooked, dry-fried, numbing, water-boiled, smoked, wok-charred',
    'Bloom the chilli in hot oil; Keep the wok smoking; Velvet it in starch and wine; Grind the peppercorns last',
  ),
  cuisine(
    'Thai',
    1.1,
    2.1,
    'prawns, chicken, pork, squid, mussels, beef, tofu, aubergine, pumpkin, mango, green beans, duck, crab, egg, cauliflower, sweet potato',
    'coconut, noodles, rice, lime, pineapple, cucumber, tamarind, cabbage, spinach, sweetcorn, carrot, bok choy',
    'lemongrass, galangal, fish sauce, basil, coriander, chilli, mint, ginger, turmeric, peanut',
    'green curry, red curry, larb, pad, satay, salad, fried rice, tom soup, fritters, laap wraps',
    'stir-fried, grilled, sweet and sour, steamed, crisp, pounded',
    'Crack the coconut cream; Pound the paste by hand; Season sour, salt, sweet, in that order; Tear the leaves in at the end',
  ),
  cuisine(
    'Indian',
    1.5,
    1.8,
    'chicken, lamb, prawns, cod, paneer, chickpea, red lentil, kidney bean, cauliflower, okra, spinach, potato, aubergine, egg, peas, mackerel',
    'rice, tomato, yoghurt, coconut, mango, carrot, tamarind, cabbage, sweet potato, squash, green beans, cream',
    'cumin, turmeric, cardamom, fenugreek, nigella, ginger, chilli, coriander, mustard, cinnamon',
    'dal, masala, biryani, pakora, korma, dosa, kofta, bhuna, thali, paratha',
    'tandoori, spiced, slow-cooked, tempered, pickled, clay-baked',
    'Temper the seeds until they pop; Let the onions turn the colour of tea; Seal the pot with dough; Marinate in yoghurt overnight',
  ),
  cuisine(
    'Levantine',
    1.3,
    0.9,
    'lamb, chicken, beef, cod, aubergine, chickpea, lentil, cauliflower, courgette, feta, broad bean, okra, tomato, squash, sardines, beetroot',
    'bulgur, labneh, yoghurt, cucumber, pomegranate, lemon, rice, spinach, fig, radish, apricot, pepper',
    'sumac, za’atar, mint, parsley, cumin, pistachio, cinnamon, sesame, coriander, paprika',
    'tabbouleh, kofta, pilaf, mezze, fattoush, hummus bowl, kibbeh, stuffed vine leaves, flatbread, mujaddara',
    'charred, smoky, roast, minted, spit-roast, whipped',
    'Char it over the flame until it collapses; Fold in the herbs by the fistful; Swirl tahini through; Rest under foil and lemon',
  ),
  cuisine(
    'Moroccan',
    0.8,
    1.2,
    'lamb, chicken, beef, sardines, mackerel, chickpea, carrot, pumpkin, aubergine, turnip, cabbage, quince, lentil, cauliflower, prawns, egg',
    'couscous, date, apricot, orange, tomato, lemon, sweet potato, pepper, semolina, courgette, fig, kidney bean',
    'harissa, saffron, cumin, cinnamon, ginger, paprika, coriander, almond, honey, turmeric',
    'tagine, pastilla, briouats, harira, salad, mechoui, couscous bowl, chermoula bake, skewers, zaalouk',
    'slow-baked, honeyed, preserved, charred, saffron, buttered',
    'Steam the couscous twice; Let the tagine murmur for an hour; Tuck preserved lemon around it; Dust with cinnamon',
  ),
  cuisine(
    'Mexican',
    1.2,
    1.9,
    'pork, chicken, beef, prawns, cod, turkey, black bean, kidney bean, sweetcorn, mushroom, squash, sweet potato, egg, crab, cauliflower, courgette',
    'tortillas, tomatillo, lime, rice, tomato, pineapple, soured cream, radish, cabbage, mango, pepper, feta',
    'chipotle, coriander, oregano, cumin, chilli, cinnamon, paprika, mint, peanut, sesame',
    'tacos, enchiladas, pozole, tamales, quesadillas, ceviche, mole, tostadas, burrito bowl, chilaquiles',
    'charred, pulled, adobo, pit-roast, griddled, smoky',
    'Toast the chillies dry; Char the tomatillos black; Warm the tortillas on the flame; Squeeze lime over everything',
  ),
];
