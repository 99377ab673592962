/** Words of the six shelves of stories and verse. Every title is put together here and belongs to no real book. */
import type { Subject } from './subjects';

const list = (text: string): string[] => text.trim().split(/\s*\|\s*/);

export const FICTION: readonly Subject[] = [
  {
    name: 'Crime',
    anchors: ['town', 'sleuth'],
    readers: 2.6,
    price: 10,
    titles: [
      'the {object} on {place}',
      '{a deed} in {town}',
      'the {town} {case}',
      'the {quality} {witness}',
      'what the {witness} {saw}',
      'no {object} for the {witness}',
      'the {witness} of {place}',
      '{quality} {hours}',
    ],
    series: ['The {town} Casebook', 'Inspector {sleuth} Investigates', 'The {sleuth} Files'],
    blurbs: [
      'When {a object} turns up on {place}, Inspector {sleuth} is told to look away. The {witness} of {town} has other plans.',
      'A body, {a object} and one {quality} {witness}: {sleuth} has until morning before {town} closes ranks.',
      'Nobody in {town} speaks of the {case}. Then the {witness} is found dead on {place} and {sleuth} reopens the file.',
    ],
    slots: {
      object: list(
        'glove | bell rope | ferry ticket | razor | wreath | lantern | brass key | torn letter | pocket watch | red umbrella | ledger | signet ring | photograph | suitcase | hymn book | pawn ticket | violin case | typewriter',
      ),
      place: list(
        'Quarry Lane | the Old Weir | Tanner Street | Gallows Hill | the North Pier | Candlemas Row | the Slate Bridge | Harbour Steps | Chapel Marsh | Lockkeeper Yard | the Ash Road | Pilgrim Stairs | Cooper Wharf | the Long Causeway',
      ),
      town: list(
        'Marrow Bay | Eastwick Sands | Coldharbour | Saltmarsh | Wenlow | Thornby | Brackwater | Lower Pell | Kestrel Point | Ravensmoor | Hollin Bridge | Grimsay | Dunmarrow | Stonecross',
      ),
      deed: list(
        'quiet drowning | poisoning | vanishing | locked room | burial | confession | slow theft | forgery | false alibi | killing',
      ),
      case: list(
        'inheritance | affair | inquest | silence | ransom | verdict | alibi | disappearance | conspiracy | autopsy',
      ),
      quality: list(
        'reluctant | silent | second | forgotten | patient | left-handed | honest | absent | drowned | sleepless | unlucky | missing',
      ),
      witness: list(
        'verger | ferryman | lodger | coroner | night porter | piano tuner | widow | archivist | juror | stationmaster | choirmaster | dentist | pathologist | housekeeper | constable',
      ),
      saw: list('swore | kept | burned | heard | forgot | buried | signed | never saw'),
      hours: list('testimony | evidence | hours | motives | suspects | remains'),
      sleuth: list(
        'Pascoe-Lund | Harkaway | Ibbotson | Vane | Okonjo | Marchetti | Thrale | Sundqvist | Peverell | Quill | Larkspur | Dragan',
      ),
    },
  },
  {
    name: 'Science fiction',
    anchors: ['world', 'ship'],
    readers: 1.4,
    price: 12,
    titles: [
      'the {machine} of {world}',
      '{number} {bodies} from {world}',
      '{a machine} dreams of {thing}',
      '{world} {event}',
      'the last {crew} of the {ship}',
      'the {quality} {machine}',
      'letters to {a machine}',
      'aboard the {ship}',
      'the {event} of {world}',
    ],
    series: ['The {world} Cycle', 'The Voyages of the {ship}', 'The {quality} Orbit'],
    blurbs: [
      'Three generations into the voyage, the {crew} of the {ship} receives a signal from {world}: {a machine} is awake.',
      'On {world} the {event} has already begun. Only {a quality} {crew} remembers how the {machine} was built.',
      'The colony runs on one rule: never ask the {machine} about {thing}. Then the {ship} docks, with nobody aboard.',
    ],
    slots: {
      machine: list(
        'archive | engine | lattice | beacon | automaton | terraformer | reactor | satellite | translator | navigator | drone | mind | cartographer | clone vat | probe',
      ),
      world: list(
        'Tessaly | Kharon Deep | New Amara | Vesper | Outer Calyx | Oriel | Meridian Nine-Moons | Halcyon Drift | Perihel | Sable Ring | Ixion Reach | the Glass Moon | Corvane | Anterra',
      ),
      number: list('three | seven | nine | eleven | forty | a hundred | ten thousand'),
      bodies: list('orbits | parsecs | sunsets | winters | signals | light years | eclipses'),
      thing: list('rain | its maker | salt water | birdsong | gravity | home | the dark | its own name'),
      event: list(
        'awakening | descent | silence | uprising | exodus | contact | collapse | secession | thaw | quarantine | transit',
      ),
      crew: list(
        'gardener | pilot | linguist | stowaway | engineer | surgeon | helmsman | botanist | deserter | captain',
      ),
      ship: list(
        'Patient Heron | Ardent Mercy | Long Arithmetic | Distant Cousin | Quiet Argument | Second Harvest | Winter Palace | Honest Mistake',
      ),
      quality: list(
        'unlicensed | orbital | exiled | hollow | borrowed | sleeping | relativistic | quantum | orphaned | solar | synthetic',
      ),
    },
  },
  {
    name: 'Romance',
    anchors: ['village', 'house'],
    readers: 2,
    price: 8,
    titles: [
      'the {trade} of {village}',
      '{a season} at {house}',
      'falling for the {trade}',
      'one {season} in {village}',
      'the {trade} and the {other}',
      '{flower} and {sweet}',
      'the {adjective} {other}',
      'love, {flower} and the {trade}',
      'how to kiss {a trade}',
    ],
    series: ['The {village} Weddings', 'The Sisters of {house}', '{village} in Bloom'],
    blurbs: [
      'She came to {village} to sell {house}, not to fall in love with the {trade} next door. One {season} changes everything.',
      'The {adjective} {other} needs a date for the wedding; the {trade} needs a reason to stay in {village}. What could go wrong?',
      'Ten years after the kiss at {house}, the {trade} and the {other} share one kitchen, one {season} and far too much {sweet}.',
    ],
    slots: {
      trade: list(
        'baker | florist | beekeeper | vet | carpenter | lighthouse keeper | duke | bookbinder | violinist | innkeeper | gardener | postmistress | chocolatier | ferry captain | seamstress',
      ),
      village: list(
        'Honeywell Cove | Primrose Bay | Little Wickham | Lavender Hill | Clover Lane | Rosemullion | Juniper Falls | Applecross Green | Sweetwater | Magnolia Street | Bluebell Creek | Peach Harbour',
      ),
      season: list(
        'summer | Christmas | spring | honeymoon | harvest | midsummer night | snowbound week | wedding | long weekend | secret kiss',
      ),
      house: list(
        'Larkfield Hall | the Seaview Inn | Rose Cottage | the Orchard House | Wisteria Manor | the Old Bakery | Swan Hotel | Maple Farm',
      ),
      other: list(
        'heiress | stranger | bachelor | bridesmaid | rival | governess | viscount | best friend | boy next door | runaway bride',
      ),
      flower: list(
        'lilacs | peonies | roses | sweet peas | wild honey | mistletoe | orange blossom | camellias | violets | jasmine',
      ),
      sweet: list(
        'second chances | sugared almonds | stolen kisses | marzipan | promises | champagne | love letters | cinnamon | moonlight',
      ),
      adjective: list(
        'reluctant | charming | wrong | accidental | unsuitable | barefoot | runaway | heartless | devoted | scandalous',
      ),
    },
  },
  {
    name: 'Fantasy',
    anchors: ['realm', 'creature'],
    readers: 1.6,
    price: 12,
    titles: [
      'the {metal} {creature}',
      'the {mage} of {realm}',
      '{a relic} of {metal} and {element}',
      'the {relic} of {realm}',
      'daughter of {element}',
      'the {creature} and the {mage}',
      '{element} over {realm}',
      'oath of the {creature}',
      'the {mage} who swallowed {element}',
    ],
    series: ['The {realm} Saga', 'The {metal} {relic} Trilogy', 'Chronicles of the {creature}'],
    blurbs: [
      'The {creature} has slept under {realm} for an age. A kitchen girl with {a relic} of {metal} is about to wake it.',
      'To save {realm} the last {mage} must steal {a relic} from a god of {element}, and give it to an enemy.',
      'Every {mage} pays for magic in {element}. Born with none, Ysolde of {realm} makes a bargain with {a creature}.',
    ],
    slots: {
      metal: list('iron | silver | copper | amber | bone | obsidian | pearl | rowan | glass | bronze | ivory | gilded'),
      creature: list(
        'wyvern | heron queen | stag | griffin | selkie | basilisk | moth king | wolf | leviathan | firebird | hollow knight | dragon | revenant',
      ),
      mage: list(
        'witch | hedge mage | warlock | rune carver | oracle | spellwright | enchantress | necromancer | apprentice | sorcerer | bell ringer',
      ),
      realm: list(
        'Evenmere | Karandor | Thornhold | Isgard Vale | the Drowned Kingdom | Elowen | Morrowfell | the Nine Marches | Vaelmoor | Ashkeep | Sunderland Deep | Hallowmere | Tirn Aluin',
      ),
      relic: list(
        'crown | sword | throne | chalice | blade | mirror | harp | grimoire | key | prophecy | mantle | lantern',
      ),
      element: list(
        'ash | thorn | storm | moonlight | embers | salt | shadow | frost | starlight | tides | blood | smoke',
      ),
    },
  },
  {
    name: 'Literary fiction',
    anchors: ['person'],
    readers: 1.2,
    price: 13,
    titles: [
      'the {quiet} {kin}',
      '{a thing} for {person}',
      'the {thing} of {kin}',
      '{person}, {later}',
      'all the {quiet} {things}',
      'the house of {a quiet} {kin}',
      'in the {room} of {person}',
      '{things} we {did}',
      'a short history of {things}',
    ],
    series: ['The {person} Novels', 'The {room} Quartet'],
    blurbs: [
      'Two {kin} clear out a flat and find {a thing} that belonged to {person}. What follows is a novel about {things} and who gets to keep them.',
      'Over one weekend in the {room}, {person} tells her {kin} the truth at last. A family novel of {things} and {quiet} rage.',
      'A marriage, {a thing}, {a quiet} lie: this novel follows {person} through forty years of {things}.',
    ],
    slots: {
      quiet: list(
        'quiet | unfinished | borrowed | careful | ordinary | unspoken | middle | invisible | faithful | divided | lost | temporary',
      ),
      kin: list(
        'sisters | daughters | widowers | fathers | tenants | cousins | stepmothers | neighbours | brothers | in-laws | emigrants',
      ),
      thing: list(
        'piano | house key | winter coat | wedding dress | letter | garden chair | mirror | glass of water | translation | photograph | telephone',
      ),
      things: list(
        'silences | departures | kitchens | apologies | inheritances | windows | grievances | small mercies | distances | afternoons | leavings',
      ),
      person: list(
        'Agnes | Leopold | Miriam | Tobias | Ottilie | Benedict | Sunniva | Ruth and Adel | Mrs Halloran | Ignatius | Dolores | Samuel',
      ),
      later: list(
        'afterwards | in translation | at the window | remembered | alone | in November | without water | by ear',
      ),
      room: list(
        'waiting room | blue kitchen | back bedroom | winter garden | upstairs flat | reading room | empty wing | hotel lobby',
      ),
      did: list(
        'never said | left behind | carried over | meant to mend | could not sell | owed our mothers | sang instead',
      ),
    },
  },
  {
    name: 'Poetry',
    anchors: ['bird'],
    readers: 0.4,
    price: 9,
    titles: [
      '{light} for {a bird}',
      '{bird} {form}',
      'small {form} of {light}',
      'the {light} inside the {vessel}',
      '{a vessel} full of {light}',
      '{form} for the {bird}',
      'notes toward {a bird}',
      '{weather}, {weather}, {light}',
      'what {light} the {vessel} holds',
    ],
    series: ['The {bird} Notebooks', 'Collected {form}'],
    blurbs: [
      'Sixty new poems about {weather}, grief and the {bird} at the window, in lines as spare as {a vessel}.',
      'A sequence of {form} that begins with {a bird} and ends in {light}. Poems to be read aloud.',
      'From sonnets to fragments: verse that holds {light} the way {a vessel} holds water.',
    ],
    slots: {
      light: list(
        'lamplight | dusk | salt light | ember | first frost | blue hour | honeycomb | afterglow | ash light | morning | dew',
      ),
      bird: list(
        'wren | curlew | magpie | swift | nightjar | egret | starling | lapwing | crow | kingfisher | heron | thrush',
      ),
      form: list('elegies | psalms | odes | lullabies | fragments | sonnets | litanies | aubades | hymns | couplets'),
      vessel: list(
        'bowl | thimble | bell jar | cupped hand | inkwell | lantern | hollow reed | seashell | violin | bucket',
      ),
      weather: list('rain | sleet | thaw | drought | mist | hail | wind | snow | fog'),
    },
  },
];
