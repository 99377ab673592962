/**
 * Flags for how a file is written: the options that its format declares, which the reader guesses unless they are
 * given. One more format brings its own. A flag is said of all files; with `items-` or `users-` in front, of one table.
 */
import { FILE_KINDS, type FileKind } from '../data/file-kinds';
import type { OptionSpec, Options } from '../data/sources/source';
import { sources } from '../data/sources/sources';
import type { Flag } from './flags';
import { speech } from './speech';
import { UsageError } from './usage-error';

interface Option {
  name: string;
  specs: readonly OptionSpec[];
  label: string;
  /** What a value is called. */
  names: Readonly<Record<string, string>>;
}

/** Every option once, though several formats have it. */
const options: readonly Option[] = [
  ...sources
    .toReversed()
    .reduce((all, { id, options: declared }) => {
      for (const [name, spec] of Object.entries(declared)) {
        const { label = name, values = {} } = speech.words.sources[id]?.options[name] ?? {};
        const before = all.get(name);
        all.set(name, {
          name,
          specs: [...(before?.specs ?? []), spec],
          label: before?.label ?? label,
          names: { ...values, ...before?.names },
        });
      }
      return all;
    }, new Map<string, Option>())
    .values(),
];

/** 'two colons ::' is 'two-colons' on the command line, where a bare `|` or `;` means something else. */
const typed = (value: string, names: Option['names']): string =>
  (names[value]?.match(/[a-z]+/gi) ?? [value]).join('-').toLowerCase();

function flagOf({ specs, label, names }: Option): Flag<string | boolean> {
  const refuse = (flag: string, got: string, allowed: string): never => {
    throw new UsageError(`${flag}: got "${got}", takes ${allowed}`);
  };
  const values = [...new Set(specs.flatMap((spec) => (spec.kind === 'choice' ? spec.options : [])))];
  if (values.length === 0)
    return {
      value: 'yes|no',
      about: `${label}: ${names['true'] ?? 'yes'} (yes) or ${names['false'] ?? 'no'} (no); guessed unless given`,
      read: (given, flag) => (given === 'yes' ? true : given === 'no' ? false : refuse(flag, given, 'yes or no')),
    };
  const known = values.map((value) => typed(value, names));
  return {
    value: known.join('|'),
    about: `${label}; guessed unless given`,
    read(given, flag) {
      const wanted = given.toLowerCase();
      const at = known.indexOf(wanted);
      // A tab is seldom typed as itself.
      const value = at < 0 ? values.find((one) => one.toLowerCase() === wanted.replace('\\t', '\t')) : values[at];
      return value ?? refuse(flag, given, known.join(' or '));
    },
  };
}

/** 'quoteChar' -> 'quote-char' */
const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const flags = new Map(options.map((option) => [kebab(option.name), { option: option.name, flag: flagOf(option) }]));

const TABLES = ['items', 'users'] as const satisfies readonly FileKind[];

/** As the help lists them: of all files. */
export const FORMAT_FLAGS: readonly (readonly [name: string, flag: Flag<string | boolean>])[] = [...flags].map(
  ([name, { flag }]) => [name, flag],
);
/** Of one table alone, each with the flag that names the table. */
export const TABLE_FORMAT_FLAGS: readonly (readonly [
  name: string,
  flag: Flag<string | boolean>,
  beside: (typeof TABLES)[number],
])[] = TABLES.flatMap((kind) => FORMAT_FLAGS.map(([name, flag]) => [`${kind}-${name}`, flag, kind] as const));

/** What was said of how each file is written. */
export type Dialects = Partial<Record<FileKind, Options>>;

/** @param values of all flags that were given, by name */
export function dialectsOf(values: Readonly<Record<string, unknown>>): Dialects {
  const said = (prefix: string): Options =>
    Object.fromEntries(
      [...flags].flatMap(([name, { option }]) => {
        const value = values[`${prefix}${name}`];
        return typeof value === 'string' || typeof value === 'boolean' ? [[option, value]] : [];
      }),
    );
  const all = said('');
  const dialects = FILE_KINDS.map((kind) => [kind, { ...all, ...(kind === 'log' ? {} : said(`${kind}-`)) }] as const);
  return Object.fromEntries(dialects.filter(([, own]) => Object.keys(own).length > 0));
}

/** The same as arguments. @param isGiven whether there is such a file: a flag of a table is said beside it alone */
export const dialectArguments = (dialects: Dialects, isGiven: (kind: FileKind) => boolean): string[] =>
  FILE_KINDS.filter(isGiven).flatMap((kind) =>
    [...flags].flatMap(([name, { option }]) => {
      const value = dialects[kind]?.[option];
      const said = value === true ? 'yes' : value === false ? 'no' : value;
      return said === undefined ? [] : [`--${kind === 'log' ? '' : `${kind}-`}${name}=${said}`];
    }),
  );

/**
 * @param has whether a file that was given is of a format with this option
 * @throws UsageError for an option that none of them has
 */
export function refuseUnused(dialects: Dialects, has: (option: string) => boolean): void {
  for (const [name, { option }] of flags)
    if (Object.values(dialects).some((own) => option in own) && !has(option))
      throw new UsageError(`--${name}: no file that was given is of a format with this option`);
}
