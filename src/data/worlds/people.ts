/** Names of invented people, and where they live. */
import type { Random } from '../random';
import { pick } from './draw';
import { slug } from './phrase';

interface Place {
  country: string;
  given: readonly string[];
  family: readonly string[];
}

const list = (text: string): string[] => text.split(' ');

const PLACES: readonly Place[] = [
  {
    country: 'Portugal',
    given: list('Marta Inês Beatriz Joana Leonor Rita Tiago Duarte Miguel Rui Nuno Afonso Clara Vasco'),
    family: list('Oliveira Carvalho Teixeira Moreira Sarmento Pinheiro Lacerda Barros Quintela Vilela Azevedo Seabra'),
  },
  {
    country: 'Ireland',
    given: list('Niamh Aoife Orla Ciara Maeve Sinéad Declan Eoin Fergus Cormac Padraig Ronan Nuala Colm'),
    family: list('Brennan Gallagher Doyle Keane Tierney Mulcahy Rafferty Sheridan Hanlon Devane Costigan Lynch'),
  },
  {
    country: 'Japan',
    given: list('Haruka Yui Akiko Naoko Emi Sachiko Kenji Takumi Hiroshi Sota Ryo Daichi Mio Kaede'),
    family: list('Nakamura Fujimoto Hayashi Okada Shimizu Kuroda Tanabe Morita Ishikawa Sugimoto Ueda Hoshino'),
  },
  {
    country: 'India',
    given: list('Ananya Kavya Meera Priya Lakshmi Rohini Arjun Vikram Rahul Nikhil Sanjay Dev Ishaan Tara'),
    family: list('Iyer Deshpande Menon Chatterjee Kulkarni Bhatt Rao Nair Sengupta Joshi Kapoor Varma'),
  },
  {
    country: 'Germany',
    given: list('Johanna Lena Katrin Friederike Greta Anke Matthias Lukas Henrik Jonas Emil Thilo Ulrike Falk'),
    family: list('Brandt Lindemann Vogel Hartwig Seidel Krämer Winkler Ostermann Falkenberg Richter Engels Albers'),
  },
  {
    country: 'Mexico',
    given: list('Ximena Valeria Lucía Renata Paloma Itzel Rodrigo Emiliano Andrés Mateo Joaquín Ulises Jimena Abril'),
    family: list('Cervantes Ibarra Montaño Villaseñor Rentería Zavala Cisneros Arriaga Quiroz Bermúdez Olvera Tapia'),
  },
  {
    country: 'Nigeria',
    given: list('Adaeze Folake Ngozi Amara Temitope Yewande Chidi Tunde Emeka Kelechi Segun Obinna Ifeoma Damilola'),
    family: list('Okafor Adeyemi Eze Balogun Nwosu Adebayo Onyeka Bankole Ogunleye Ibekwe Akande Obi'),
  },
  {
    country: 'Canada',
    given: list('Claire Hannah Sophie Audrey Naomi Margot Owen Theo Simon Elliot Gabriel Noah Wren Julien'),
    family: list('Tremblay Whitcombe Lavoie Marchand Sinclair Beaulieu Fraser Holloway Gagnon Ashworth Mercier Pell'),
  },
];

export const COUNTRIES: readonly string[] = PLACES.map(({ country }) => country);

export interface Person {
  id: string;
  name: string;
  country: string;
}

/** People with names of their countries; a name that is taken gets a middle initial, the id always differs. */
export function people(random: Random, count: number): Person[] {
  const taken = new Set<string>();
  return Array.from({ length: count }, () => {
    const { country, given, family } = pick(random, PLACES);
    const first = pick(random, given);
    const last = pick(random, family);
    let name = `${first} ${last}`;
    for (let tries = 0; taken.has(slug(name)) && tries < 8; tries++)
      name = `${first} ${'ABCDEFGHJKLMNOPRSTVW'[random.below(20)]!}. ${last}`;
    let id = slug(name);
    for (let n = 2; taken.has(id); n++) id = `${slug(name)}-${n}`;
    taken.add(id);
    return { id, name, country };
  });
}
