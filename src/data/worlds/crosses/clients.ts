/** What the tailor notes of a client. */
import type { CrossedFields } from './crossings';

export const CLIENT_FIELDS: CrossedFields = [
  { column: 'trade', values: ['baker', 'lawyer', 'nurse', 'carpenter', 'teacher', 'pilot', 'florist', 'engineer', 'actor', 'banker', 'farmer', 'barber', 'potter', 'cook', 'judge', 'midwife', 'printer', 'sailor', 'tuner', 'welder', 'weaver', 'editor', 'butcher', 'chemist'] },
  { column: 'city', values: ['Porto', 'Galway', 'Kyoto', 'Jaipur', 'Leipzig', 'Puebla', 'Ibadan', 'Halifax', 'Bergen', 'Trieste', 'Perth', 'Tallinn', 'Quito', 'Tunis', 'Lahore', 'Busan', 'Gdansk', 'Nantes', 'Seville', 'Zagreb', 'Malmo', 'Accra', 'Hobart', 'Cusco'] },
  { column: 'born_in', values: ['early spring', 'late spring', 'early summer', 'late summer', 'early autumn', 'late autumn', 'early winter', 'late winter'] },
];
