/** Encodings, and characters that are more than they seem. */
import { encodeText } from '../../../data/sources/encodings-testing';
import type { Attack } from '../attack';
import { logOf, named } from '../logs';
import { ALL, reads, refuses } from './read';

/** 40 names of words of a language, some in two words. */
const namesOf = (words: string) => {
  const list = words.split(' ');
  return ({ i }: { i: number }): string => `${list[i % list.length]} ${list[(i * 3 + 1) % list.length]} ${i}`;
};
const CHINESE = namesOf('红楼梦 三国演义 水浒传 西游记 呐喊 围城 边城 骆驼祥子 家 子夜 茶馆');
const TAIWANESE = namesOf('紅樓夢 臺北人 邊城 圍城 傾城之戀 孽子 千江有水千江月 未央歌 蓮漪表妹');
const JAPANESE = namesOf('こころ 雪国 人間失格 ノルウェイの森 銀河鉄道の夜 坊っちゃん 伊豆の踊子 羅生門');
const KOREAN = namesOf('채식주의자 토지 태백산맥 소년이온다 엄마를부탁해 칼의노래 광장 난장이');
const RUSSIAN = namesOf('Война Мир Преступление Наказание Идиот Мастер Маргарита Вишнёвый Чайка Обломов');
const FRENCH = namesOf('Misérables Étranger Élégance hérisson Français Noël garçon Forêt Âge Raison');
const FINNISH = namesOf('Päämäärä Söötti Hämärä Yötön Määrätty Täällä Pohjantähti Näköala Kääntöpiiri');
const POLISH = namesOf('Chłopi Żeromski Pożegnanie Wędrówka Książę Śląsk Źródło Ćwiartka Łódź Księżyc');
const CZECH = namesOf('Babička Válka Příběh Žert Nesnesitelná Lehkost Ostře Vlaky Kytice Čapek Loď Měsíc');
/** Ids of which all letters but the last are those of their neighbours. */
const SHORT_RUSSIAN = ({ i }: { i: number }): string =>
  `${['книга', 'лампа', 'ручка', 'чашка', 'полка'][i % 5]!.slice(0, 4)}${'абвгдежи'[Math.floor(i / 5)]}`;

const inEncoding =
  (item: (event: { i: number }) => string, label: string): (() => Uint8Array) =>
  () =>
    encodeText(named(item), label);
const utf16 = (bigEndian: boolean, mark: boolean): Uint8Array => {
  const bytes = Buffer.from(`${mark ? '\uFEFF' : ''}${named(CHINESE)}`, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
};
const damaged = (rows: number): Uint8Array => {
  const bytes = Buffer.from(logOf(({ row, item, user, time }) => [user, row < rows ? `é${item}` : `e${item}`, time]));
  // The second byte of each é.
  for (let at = bytes.indexOf(0xc3); at >= 0; at = bytes.indexOf(0xc3, at + 1)) bytes[at + 1] = 0xff;
  return bytes;
};
const FAMILY = '👩‍👩‍👧';

export const encodings: readonly Attack[] = [
  reads('UTF-8 with a byte order mark', () => `\uFEFF${logOf()}`, { ...ALL, roles: 'user=user item=item time=time' }),
  reads('UTF-16, little endian, with its mark', () => utf16(false, true), { ...ALL, encoding: 'utf-16le' }),
  reads('UTF-16, big endian, with its mark', () => utf16(true, true), { ...ALL, encoding: 'utf-16be' }),
  refuses('UTF-16 without a mark', () => utf16(false, false), 'not a text file'),
  reads('UTF-16 without a mark that is said', () => utf16(false, false), ALL, { flags: '--encoding utf-16le' }),
  reads('GB18030', inEncoding(CHINESE, 'gb18030'), { ...ALL, encoding: 'gb18030' }),
  reads('Big5', inEncoding(TAIWANESE, 'big5'), { ...ALL, encoding: 'big5' }),
  reads('Shift_JIS', inEncoding(JAPANESE, 'shift_jis'), { ...ALL, encoding: 'shift_jis' }),
  reads('EUC-KR', inEncoding(KOREAN, 'euc-kr'), { ...ALL, encoding: 'euc-kr' }),
  reads('windows-1251', inEncoding(RUSSIAN, 'windows-1251'), { ...ALL, encoding: 'windows-1251' }),
  reads('windows-1251, ids that differ in one letter', inEncoding(SHORT_RUSSIAN, 'windows-1251'), {
    ...ALL,
    encoding: 'windows-1251',
  }),
  reads('Latin-1, French', inEncoding(FRENCH, 'windows-1252'), { ...ALL, encoding: 'windows-1252' }),
  reads('Latin-1, Finnish with its double vowels', inEncoding(FINNISH, 'windows-1252'), {
    ...ALL,
    encoding: 'windows-1252',
  }),
  reads('windows-1250, Polish', inEncoding(POLISH, 'windows-1250'), { ...ALL, encoding: 'windows-1250' }),
  reads('ISO 8859-2, Czech', inEncoding(CZECH, 'iso-8859-2'), { ...ALL, encoding: 'iso-8859-2' }),
  reads(
    'one accent alone in Latin-1',
    () =>
      encodeText(
        named(({ i }) => (i === 7 ? 'Noël' : `i${i}`)),
        'windows-1252',
      ),
    { ...ALL, encoding: 'windows-1252' },
  ),
  refuses(
    'windows-1251 that is said to be UTF-8',
    inEncoding(RUSSIAN, 'windows-1251'),
    '240 of 240 rows cannot be read as utf-8: line 2 says .*item.*--encoding NAME',
    { flags: '--encoding utf-8' },
  ),
  refuses(
    'GB18030 that is said to be Shift_JIS',
    inEncoding(CHINESE, 'gb18030'),
    'of 240 rows cannot be read as shift_jis',
    { flags: '--encoding shift_jis' },
  ),
  reads(
    'UTF-8 with one damaged byte',
    () => {
      const bytes = Buffer.from(named(CHINESE));
      bytes[bytes.length - 20] = 0xff;
      return bytes;
    },
    { users: 20, read: 240, kept: 240, rejected: { undecodable: 1 }, encoding: 'utf-8' },
    { says: /characters that could not be decoded, kept as � in “item” × 1 \(line 241\)/ },
  ),
  refuses('damaged bytes in every row', () => damaged(240), 'rows cannot be read as', { flags: '--encoding utf-8' }),
  refuses(
    'bytes without meaning',
    () => Uint8Array.from({ length: 20_000 }, (_, i) => (i * i * 31 + i * 7) % 256),
    'not a text file',
  ),
  refuses('NULs behind every character', () => Buffer.from(logOf().replace(/./g, '$&\0')), 'not a text file'),
  refuses('nothing but NULs', () => new Uint8Array(4096), 'not a text file'),
  reads('one NUL in an id', () => logOf().replace('i7,', 'i\u00007,'), { users: 20, read: 240, kept: 240 }),
  reads(
    'the same titles composed and decomposed',
    () => logOf(({ user, i, u, time }) => [user, `Café Zoë ${i}`.normalize(u % 2 ? 'NFC' : 'NFD'), time]),
    { ...ALL, rejected: { 'other-form': 120 } },
    { says: /usable all the same: accents written in another Unicode form, read as the usual one in “item” × 120/ },
  ),
  reads('emoji of several characters', () => named(({ i }) => FAMILY + '🏽'.repeat(i % 2) + i), ALL),
  reads('ids from right to left', () => named(({ i }) => `كتاب ${i} ספר`), ALL),
  reads(
    'escape sequences in ids and in the name of a column',
    () =>
      logOf(({ user, item, time }) => [user, `\u001b]0;owned\u001b\\${item}`, time], {
        head: ['user', '\u001b[31mitem', 'time'],
      }),
    ALL,
    { says: /item “\\x1b\[31mitem”/, flags: "--columns $'item=\\e[31mitem'" },
  ),
  reads(
    'a character that turns the direction of writing',
    () => logOf(undefined, { head: ['user', '\u202eitem', 'time'] }),
    ALL,
    { says: /item “\\u202eitem”/, flags: "--columns $'item=\\u202eitem'" },
  ),
  reads('ids that differ in case', () => named(({ i }) => (i < 20 ? `a${i}` : `A${i - 20}`)), ALL),
  reads('ids that differ in leading zeros', () => named(({ i }) => (i < 20 ? `${i + 1}` : `0${i - 19}`)), ALL),
];
