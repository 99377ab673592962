/** Words of the six shelves of true things. Every title is put together here and belongs to no real book. */
import type { Subject } from './subjects';

const list = (text: string): string[] => text.trim().split(/\s*\|\s*/);

export const NONFICTION: readonly Subject[] = [
  {
    name: 'History',
    anchors: ['place'],
    readers: 1,
    price: 22,
    titles: [
      '{people}: {account} of {place}',
      'the {people} of {place}',
      'the {event} of {place}',
      '{place} and its {people}',
      '{goods} and {power}: {account} of {place}',
      '{a goods} merchant in {place}',
      'when {place} burned',
      'the {power} of the {people}',
    ],
    series: ['The {place} Histories', 'Lives of the {people}'],
    blurbs: [
      'Drawing on newly opened archives in {place}, this history follows the {people} from the first {goods} fleets to the {event}.',
      'How {goods} made an empire, and how the {event} unmade it: a sweeping account of {power} in {place}.',
      'For three centuries the {people} ruled {place}. A historian reads the chronicles and treaties they left behind.',
    ],
    slots: {
      people: list(
        'weavers | cartographers | regents | salt traders | mutineers | scribes | pilgrims | crusaders | glassblowers | heretics | princes | bankers | monks | shipwrights',
      ),
      place: list(
        'Lisbon | Samarkand | Novgorod | Aleppo | the Baltic | Kyoto | Timbuktu | Genoa | Byzantium | Cusco | the Danube | Alexandria | Prague | Malacca',
      ),
      account: list(
        'a chronicle | a new history | the untold story | a people’s history | the rise and fall | an archive | a century',
      ),
      event: list(
        'siege | partition | great fire | revolt | armistice | coronation | plague year | reformation | long peace | blockade',
      ),
      goods: list('amber | indigo | tin | saffron | porcelain | copper | wool | sugar | paper | pepper | silk'),
      power: list('empire | crown | republic | treaties | dynasty | guilds | conquest | bondage'),
    },
  },
  {
    name: 'Popular science',
    anchors: ['matter'],
    readers: 0.9,
    price: 18,
    titles: [
      'the {adjective} {organ}',
      'how {animals} {verb}',
      '{organ}: {claim}',
      'the {adjective} life of {animals}',
      'why {animals} {verb}',
      'the mathematics of {matter}',
      '{matter}: {claim}',
      '{a adjective} theory of {matter}',
      '{animals}, {organ} and {matter}',
    ],
    series: ['The {adjective} Universe', 'Experiments in {matter}'],
    blurbs: [
      'Why do {animals} {verb}? A biologist takes us into the laboratory and out to sea to show what the {organ} can do.',
      'From atoms to galaxies, a lucid tour of {matter} and the experiments that explain it, by a working physicist.',
      'New research on the {organ} overturns what we thought we knew about {animals}, evolution and {matter}.',
    ],
    slots: {
      adjective: list(
        'improbable | curious | electric | hidden | restless | elastic | invisible | symmetrical | chemical | accidental | probable',
      ),
      organ: list(
        'brain | retina | gene | cell | mitochondrion | cortex | immune system | neuron | skeleton | inner ear | genome',
      ),
      animals: list(
        'octopuses | bees | bats | eels | slime moulds | whales | ravens | spiders | jellyfish | fungi | migrating birds | tardigrades',
      ),
      verb: list(
        'count | sleep | remember | navigate | cooperate | see colour | cheat | predict the tide | grow old | talk',
      ),
      claim: list(
        'an owner’s guide | the evidence | a biography | what the data say | a natural experiment | from atom to idea | the science of surprise',
      ),
      matter: list(
        'friction | turbulence | dark matter | entropy | chance | ice | prime numbers | networks | gravity | foam | knots | light',
      ),
    },
  },
  {
    name: 'Food',
    anchors: ['place'],
    readers: 1.2,
    price: 25,
    titles: [
      '{food} and {food}',
      'the {kind} {cook}',
      '{food}: {angle}',
      'a year of {food}',
      'the {place} table',
      '{kind} {dish}',
      'cooking with {food}',
      '{dish} for {company}',
      'the {place} {cook}',
      'in praise of {food}',
    ],
    series: ['The {place} Kitchen', 'The {kind} Table'],
    blurbs: [
      'Eighty recipes for {dish}, from {a place} kitchen where {food} is never far from the stove.',
      'The {kind} guide to {food}: how to buy it, roast it, pickle it and serve it to {company}.',
      'A cook’s notebook with menus, {dish} and a long argument in favour of {food} and {food}.',
    ],
    slots: {
      food: list(
        'lemons | smoke | sourdough | butter | lentils | aubergines | chillies | olive oil | noodles | anchovies | walnuts | pickles | rice | figs | eggs',
      ),
      kind: list(
        'slow | thrifty | Sunday | midnight | wood-fired | vegetarian | generous | coastal | weekday | fermented | one-pot',
      ),
      cook: list('baker | pantry | larder | oven | stove | grill | cookbook | supper club | canteen'),
      angle: list(
        'recipes and stories | a love affair | the essential recipes | from market to table | a cook’s notebook | simple suppers',
      ),
      place: list(
        'Sicilian | Basque | Bengali | Georgian | Oaxacan | Levantine | Alsatian | Cornish | Hokkaido | Anatolian | Catalan',
      ),
      dish: list(
        'dumplings | braises | flatbreads | stews | puddings | broths | salads | pies | breakfasts | feasts | preserves',
      ),
      company: list('two | a crowd | rainy days | hungry friends | the road | grandmothers | one'),
    },
  },
  {
    name: 'Travel',
    anchors: ['vehicle'],
    readers: 0.6,
    price: 16,
    titles: [
      '{way} to {place}',
      '{a vehicle} through {place}',
      'the {road} of {place}',
      'slowly across {place}',
      '{place} by {vehicle}',
      'the {road} and the {shelter}',
      'from {place} to {place}',
      '{a shelter} in {place}',
      'walking the {road}',
    ],
    series: ['The {vehicle} Journals', 'Notes from {place}'],
    blurbs: [
      'With a bad map and {a vehicle}, the author sets out across {place} to find the {road} his grandfather walked.',
      'Twelve hundred miles, one {vehicle} and {a shelter} at the end: a journey through {place} on foot and by luck.',
      'Border posts, night ferries and strangers’ kitchens along the {road}: a traveller’s portrait of {place}.',
    ],
    slots: {
      way: list(
        'the long way | on foot | no passport | by night train | south | a winter walk | the slow boat | hitchhiking',
      ),
      place: list(
        'Patagonia | the Faroes | Anatolia | the Caucasus | Mongolia | Connemara | Svalbard | the Atlas | Kyushu | the Pamirs | Sardinia | Zanzibar | the Hebrides | Lapland',
      ),
      vehicle: list(
        'bicycle | mule | night train | canoe | tram | camper van | postal boat | donkey cart | sailing boat | motorbike',
      ),
      road: list(
        'pilgrim road | salt road | old border | ice road | caravan trail | coast path | frontier | river road | mountain pass',
      ),
      shelter: list('lighthouse | guesthouse | tent | monastery | harbour | hut | tea house | caravanserai'),
    },
  },
  {
    name: 'Philosophy',
    anchors: ['virtue'],
    readers: 0.5,
    price: 19,
    titles: [
      'on {virtue}',
      '{virtue} and {vice}',
      'the {art} of {virtue}',
      'against {vice}',
      'the {thinker} and the {city}',
      'after {virtue}: {work} on {vice}',
      'the limits of {virtue}',
      '{work} concerning {virtue}',
      'who is afraid of {vice}?',
      'the {city} of {virtue}',
      'living with {vice}',
    ],
    series: ['Dialogues on {virtue}', '{work} on Living'],
    blurbs: [
      'What do we owe to strangers? {work} on {virtue}, {vice} and the examined life, in conversation with the Stoics.',
      'A philosopher argues that {vice} is not the opposite of {virtue} but its condition. Ethics for doubtful times.',
      'From the {city} to the self: an argument about reason, freedom and {virtue} that spares no {thinker}.',
    ],
    slots: {
      virtue: list(
        'patience | attention | doubt | friendship | solitude | courage | mercy | consent | reason | wonder | prudence | promises',
      ),
      vice: list('certainty | boredom | envy | vanity | cruelty | forgetting | irony | haste | indifference | pride'),
      art: list('ethics | logic | grammar | labour | metaphysics | discipline | burden | paradox'),
      thinker: list('sceptic | stoic | hermit | sophist | cynic | idiot | tyrant'),
      city: list('marketplace | cave | garden | agora | prison | mirror | commons'),
      work: list('essays | meditations | an inquiry | six lectures | an argument | letters'),
    },
  },
  {
    name: 'Nature and gardens',
    anchors: ['plot'],
    readers: 0.7,
    price: 20,
    titles: [
      'the {plant} {keeper}',
      '{plant} and {creature}',
      'the {wild} {plot}',
      '{a plot} for {creature}',
      'where the {creature} {goes}',
      '{plant}: a field guide',
      'the {creature} year',
      'the {keeper} at the edge of the {plot}',
      '{a wild} {plant} diary',
    ],
    series: ['The {plot} Year', 'Field Notes on {creature}'],
    blurbs: [
      'A year in one {plot}: what to sow, what to leave, and where the {creature} nest among the {plant}.',
      'The {keeper} gave up digging and let the {plant} grow. Within three springs the {creature} came back.',
      'Practical and {wild}: soil, seed and pruning for anyone with {a plot}, with notes on {creature} and {plant}.',
    ],
    slots: {
      plant: list(
        'hawthorn | foxglove | moss | bramble | yew | fern | apple | nettle | lichen | meadow grass | willow | ivy | oak',
      ),
      keeper: list(
        'gardener | hedge layer | forester | seed saver | naturalist | shepherd | ditch digger | orchardist | warden',
      ),
      creature: list(
        'bees | hedgehogs | swallows | moths | badgers | newts | owls | otters | beetles | butterflies | hares | toads',
      ),
      wild: list('untidy | wild | rewilded | walled | dry-stone | rainy | shady | salt-bitten | muddy'),
      plot: list(
        'hedgerow | allotment | orchard | pond | meadow | border | kitchen garden | woodland | back yard | river bank',
      ),
      goes: list('winter | hide | nest | sing | return | cross the lane'),
    },
  },
];
