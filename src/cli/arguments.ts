/**
 * The command line of the headless lab: which flags there are, which command takes which, and what a value must look
 * like.
 */
import { parseArgs } from 'node:util';
import type { Command } from './command';
import { FLAGS, type Flag, type FlagName, type Flags } from './flags';
import { dialectsOf, FORMAT_FLAGS, TABLE_FORMAT_FLAGS } from './format-flags';
import { UsageError } from './usage-error';

export const commands: readonly Command[] = Object.values(
  import.meta.glob<Command>('./commands/*/command.ts', { eager: true, import: 'default' }),
).sort((one, other) => one.place - other.place);
const commandNames = commands.map(({ id }) => id);

/** Everything a command takes, in the order of its help. */
const flagsOf = ({ flags, own = {} }: Command): (readonly [name: string, flag: Flag<unknown>])[] => [
  ...flags.flatMap((name) => [[name, FLAGS[name]] as const, ...(name === 'columns' ? FORMAT_FLAGS : [])]),
  ...Object.entries(own),
];
/** Also those that the help does not list each by itself. */
const allFlagsOf = (command: Command): Map<string, Flag<unknown>> =>
  new Map([
    ...flagsOf(command),
    ...(command.flags.includes('columns') ? TABLE_FORMAT_FLAGS.map(([name, flag]) => [name, flag] as const) : []),
  ]);

export interface Arguments {
  command: Command;
  flags: Flags;
  /** Values of the flags that the command alone has. */
  own: Readonly<Record<string, unknown>>;
  operand: string | null;
}

const EXCLUDING: readonly (readonly [FlagName, FlagName])[] = [
  ['epochs', 'steps'],
  ['preset', 'graph'],
  ['dim', 'graph'],
  ['log', 'world'],
  ['history', 'without'],
  ['user', 'out'],
  ['per-interest', 'ranker'],
  ['per-interest', 'scores'],
  ...(
    [
      'preset',
      'graph',
      'params',
      'seed',
      'epochs',
      'steps',
      'batch',
      'dim',
      'user-id',
      'recent-popularity',
      'teacher',
      'lr',
      'table-precision',
      'measure-fields',
    ] as const
  ).map((flag) => ['resume', flag] as const),
];
/** Flags that say something only beside another one. */
const BESIDE: readonly (readonly [string, FlagName])[] = [
  ...(
    [
      'items',
      'users',
      'columns',
      'time-unit',
      'where',
      'positives',
      'max-bad',
      'min-item-events',
      'min-user-events',
      'ties',
      'repeats',
      'keep-seen',
    ] as const
  ).map((flag) => [flag, 'log'] as const),
  ...FORMAT_FLAGS.map(([flag]) => [flag, 'log'] as const),
  ...TABLE_FORMAT_FLAGS.map(([flag, , table]) => [flag, table] as const),
  ['items-columns', 'items'],
  ['users-columns', 'users'],
  ['resume', 'run-dir'],
  ['events', 'world'],
  ['world-seed', 'world'],
  ['category', 'per-interest'],
  ['diversity', 'per-interest'],
  ['without', 'user'],
];

/** A value in brackets may be left out, which is another thing than one that is missing. */
const withoutValue = (given: string, at: number, argv: readonly string[]): string => {
  const flag = given.startsWith('--') ? FLAGS[given.slice(2) as FlagName] : undefined;
  const next = argv[at + 1];
  return flag?.value?.startsWith('[') && (next === undefined || next.startsWith('-')) ? `${given}=` : given;
};

/**
 * Reads a command line.
 * @returns null where help is asked for
 * @throws UsageError
 */
export function readArguments(argv: readonly string[]): Arguments | { help: Command | null } {
  const { tokens } = parseArgs({
    args: argv.map(withoutValue),
    strict: false,
    tokens: true,
    allowPositionals: true,
    options: Object.fromEntries(
      [...Object.entries<Flag<unknown>>(FLAGS), ...commands.flatMap((one) => [...allFlagsOf(one)])].map(
        ([name, { value, short }]) => [
          name,
          { type: value === null ? ('boolean' as const) : ('string' as const), ...(short ? { short } : {}) },
        ],
      ),
    ),
  });
  const positionals = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  const wantsHelp = tokens.some((token) => token.kind === 'option' && token.name === 'help');
  const [name, ...operands] = positionals;
  if (name === undefined) {
    if (wantsHelp || argv.length === 0) return { help: null };
    throw new UsageError(`no command; the commands are ${commandNames.join(', ')}`);
  }
  const command = commands.find(({ id }) => id === name);
  if (!command) throw new UsageError(`unknown command "${name}"; the commands are ${commandNames.join(', ')}`);
  if (wantsHelp) return { help: command };

  const known = allFlagsOf(command);
  const values: Record<string, unknown> = {};
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { name: flag } = token;
    const spec = known.get(flag);
    const where = `lab ${command.id}`;
    if (!spec)
      throw new UsageError(
        `${where}: unknown flag ${token.rawName}; it takes ${
          flagsOf(command)
            .map(([one]) => `--${one}`)
            .join(' ') || 'none'
        }`,
      );
    if (flag in values) throw new UsageError(`${where}: ${token.rawName} is given twice`);
    const { value, read } = spec;
    if (value === null && token.value !== undefined)
      throw new UsageError(`${where}: ${token.rawName} takes no value, got "${token.value}"`);
    const isMissing =
      value !== null && (token.value === undefined || (!token.inlineValue && /^--?[a-z]/.test(token.value)));
    if (isMissing) throw new UsageError(`${where}: ${token.rawName} needs a value: ${value}`);
    values[flag] = read(token.value ?? '', token.rawName);
  }
  check(command, values, operands);
  const { own = {} } = command;
  const chosen = (isChosen: (flag: string) => boolean) =>
    Object.fromEntries(Object.entries(values).filter(([flag]) => isChosen(flag)));
  const dialects = dialectsOf(values);
  const common = chosen((flag) => flag in FLAGS && !(flag in own));
  const flags = { ...common, ...(Object.keys(dialects).length > 0 ? { dialects } : {}) } as Flags;
  return { command, flags, own: chosen((flag) => flag in own), operand: operands[0] ?? null };
}

function check(
  { id: name, needs, needsOne = [], flags, operand, beside: own = [] }: Command,
  values: Readonly<Record<string, unknown>>,
  operands: readonly string[],
): void {
  const where = `lab ${name}`;
  const missing = needs.find((flag) => !(flag in values));
  if (missing) throw new UsageError(`${where}: --${missing} ${FLAGS[missing].value ?? ''} is needed`);
  if (needsOne.length > 0 && !needsOne.some((flag) => flag in values))
    throw new UsageError(
      `${where}: ${needsOne.map((flag) => `--${flag} ${FLAGS[flag].value ?? ''}`).join(' or ')} is needed`,
    );
  if (flags.includes('log') && !('log' in values) && !('world' in values) && !('resume' in values))
    throw new UsageError(`${where}: --log FILE or --world ID is needed`);
  for (const [one, other] of EXCLUDING)
    if (one in values && other in values) throw new UsageError(`${where}: --${one} and --${other} exclude each other`);
  for (const [flag, beside] of [...BESIDE, ...own]) {
    if (flags.includes(beside) && flag in values && !(beside in values))
      throw new UsageError(`${where}: --${flag} only goes with --${beside}`);
  }
  const surplus = operands[operand === null ? 0 : 1];
  if (surplus !== undefined)
    throw new UsageError(
      `${where}: "${surplus}" is one argument too many${operand === null ? '; it takes flags only' : ''}`,
    );
  if (operand !== null && operands.length === 0)
    throw new UsageError(`${where}: ${operand} is needed: lab ${name} ${operand}`);
}

/** The help of the program, or of one command. */
export function helpText(command: Command | null): string {
  if (command === null) {
    const widest = Math.max(10, ...commandNames.map(({ length }) => length));
    const lines = commands.map(({ id, about }) => `  ${id.padEnd(widest)} ${about}`);
    return [
      'npm run lab -- <command> [flags]',
      '',
      ...lines,
      '',
      'npm run lab -- <command> --help lists its flags.',
    ].join('\n');
  }
  const { id, about, operand } = command;
  const usages = flagsOf(command).map(([name, flag]) => ({
    usage: `${name.length === 1 ? '-' : '--'}${name}${flag.value === null ? '' : ` ${flag.value}`}`,
    about: flag.about,
  }));
  const lines = usages.map(({ usage, about: meaning }) =>
    usage.length > 24 ? `  ${usage}\n${' '.repeat(28)}${meaning}` : `  ${usage.padEnd(25)} ${meaning}`,
  );
  const formats = FORMAT_FLAGS.map(([name]) => `--${name}`).join(', ');
  return [
    `npm run lab -- ${id}${operand === null ? '' : ` ${operand}`} [flags]`,
    `  ${about}`,
    '',
    ...lines,
    ...(command.flags.includes('columns')
      ? ['', `  ${formats}: of all files; --items-… and --users-… of one table alone`]
      : []),
  ].join('\n');
}
