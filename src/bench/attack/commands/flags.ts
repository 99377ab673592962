/** What a person types. */
import type { Attack } from '../attack';
import { refused } from './refused';

const TRAIN = '$LAB train --log $LOG $SMALL';
const WORLD = '$LAB train --world bookshop --events 4000';
const whole = (flag: string, got: string): string => `${flag}: got "${got}", takes a whole number from`;

const commandWords: readonly Attack[] = [
  { name: 'nothing', command: '$LAB', code: 0, prints: /train .*\n.*evaluate/ },
  { name: 'help', command: '$LAB --help', code: 0, prints: /--help lists its flags/ },
  { name: 'help beside flags that are wrong', command: '$LAB train --steps x --help', code: 0, prints: /--max-bad/ },
  refused('a command that there is not', '$LAB fly', 'unknown command "fly"; the commands are train, '),
  refused('an empty command', "$LAB ''", 'unknown command ""'),
  refused('the name of an object as a command', '$LAB constructor', 'unknown command "constructor"'),
  refused('a flag without a command', '$LAB --json', 'no command; the commands are'),
  refused('a command with escape sequences', "$LAB $'\\e]0;x\\a'", 'unknown command "\\\\x1b\\]0;x\\\\x07"'),
  refused('a command of a megabyte', '$LAB "$(head -c 100000 /dev/zero | tr "\\0" x)"', 'unknown command "x+'),
  refused('two operands', '$LAB world bookshop teashop --out here', 'lab world: "teashop" is one argument too many'),
  refused(
    'an operand where there is none',
    '$LAB train log.csv --log $LOG',
    'lab train: "log.csv" is one argument too many; it takes flags only',
  ),
  refused('no operand where there is one', '$LAB world --out here', 'lab world: ID is needed'),
];

const flagWords: readonly Attack[] = [
  refused('a flag that there is not', `${TRAIN} --speed 3`, 'lab train: unknown flag --speed; it takes --log'),
  refused('a flag of another command', `${TRAIN} --user u1`, 'lab train: unknown flag --user'),
  refused('the name of an object as a flag', `${TRAIN} --__proto__ 1`, 'lab train: unknown flag --__proto__'),
  refused('a flag twice', `${TRAIN} --seed 1 --seed 2`, 'lab train: --seed is given twice'),
  refused('no value at the end', '$LAB train --log', 'lab train: --log needs a value: FILE'),
  refused('a flag for a value', '$LAB train --log --json', 'lab train: --log needs a value: FILE'),
  refused('an empty value', "$LAB train --log ''", '--log: got "", takes a file'),
  refused('a value for a switch', `${TRAIN} --json=no`, 'lab train: --json takes no value, got "no"'),
  refused('no data', '$LAB train --steps 1', 'lab train: --log FILE or --world ID is needed'),
  refused('no weights', '$LAB evaluate --log $LOG', 'lab evaluate: --weights FILE is needed'),
  refused('no user', '$LAB retrieve --log $LOG --weights $WEIGHTS', 'lab retrieve: --user ID or --history '),
  refused('nowhere to write', '$LAB vectors --log $LOG --weights $WEIGHTS', 'lab vectors: --out PATH is needed'),
  refused('steps and epochs', `${TRAIN} --epochs 1`, 'lab train: --epochs and --steps exclude each other'),
  refused('a log and a world', `${TRAIN} --world bookshop`, 'lab train: --log and --world exclude each other'),
  refused('a preset and a graph', `${TRAIN} --preset mind --graph $WEIGHTS`, 'lab train: --preset and --graph exclude'),
  refused(
    'a new run and an old one',
    '$LAB train --run-dir . --resume --seed 1',
    'lab train: --resume and --seed exclude',
  ),
  refused('an item table without a log', `${WORLD} --items $LOG`, 'lab train: --items only goes with --log'),
  refused('a delimiter without a log', `${WORLD} --delimiter tab`, 'lab train: --delimiter only goes with --log'),
  refused(
    'an encoding of no table',
    `${TRAIN} --items-encoding utf-8`,
    'lab train: --items-encoding only goes with --items',
  ),
  refused('a size without a world', `${TRAIN} --events 10`, 'lab train: --events only goes with --world'),
  refused('an old run of no folder', '$LAB train --resume', 'lab train: --resume only goes with --run-dir'),
];

const SHORT = '$LAB train --log $LOG';
const numbers: readonly Attack[] = [
  ...['0', '-1', '1.5', '1e3', 'NaN', '0x10', '99999999999999999999', ' 1', '١'].map((got) =>
    refused(`${got} steps`, `${SHORT} --steps='${got}'`, whole('--steps', got)),
  ),
  refused('a batch of one', `${SHORT} --batch 1`, whole('--batch', '1')),
  refused('a batch of a million', `${SHORT} --batch 1000000`, whole('--batch', '1000000')),
  refused('a width of nought', `${SHORT} --dim 0`, whole('--dim', '0')),
  refused('a width of a million', `${SHORT} --dim 1000000`, whole('--dim', '1000000')),
  refused('a seed below nought', `${SHORT} --seed=-1`, whole('--seed', '-1')),
  refused('a seed of 33 bits', `${SHORT} --seed 4294967296`, whole('--seed', '4294967296')),
  ...['0', '-0.1', '11', 'Infinity', 'NaN', 'fast', ' '].map((got) =>
    refused(
      `a learning rate of “${got}”`,
      `${SHORT} --lr='${got}'`,
      `--lr: got "${got}", takes a number above 0, at most 10`,
    ),
  ),
  ...['101%', '-1', 'half', '%'].map((got) =>
    refused(
      `a share of ${got}`,
      `${SHORT} --max-bad='${got}'`,
      `--max-bad: got "${got}", takes a share such as 0.1 or 10%`,
    ),
  ),
  refused(
    'a list of no items',
    '$LAB retrieve --log $LOG --weights $WEIGHTS --user u1 -k 0',
    '-k: got "0", takes a whole number from 1 to 1000',
  ),
  {
    name: 'a learning rate at which nothing is left',
    command: '$LAB train --log $LOG --batch 32 --dim 4 --epochs 3 --lr 10 --baselines none --json',
    code: 0,
    told: { users: 20 },
  },
];

const formulas: readonly Attack[] = [
  refused(
    'a formula of 100,000 parentheses',
    `${TRAIN} --weight "$(printf '(%.0s' {1..100000})"`,
    '--weight: The formula is too long: it may have 1,000 characters',
  ),
  refused(
    'a formula that is too deep',
    `${TRAIN} --weight "$(printf '(%.0s' {1..500})x"`,
    '--weight: Parentheses and minus signs are nested more than 32 deep here',
  ),
  refused(
    'a formula that is a program',
    `${TRAIN} --weight 'x.constructor("return process")()'`,
    '--weight: “\\.” has no meaning in a formula',
  ),
  refused('the name of an object as a function', `${TRAIN} --weight 'toString(x)'`, '--weight: There is no function'),
  refused('a formula with escape sequences', `${TRAIN} --weight $'\\e]0;x\\a'`, '--weight: “\\\\x1b” has no meaning'),
  refused(
    'a formula of a column that there is not',
    `${TRAIN} --weight '1 + moon'`,
    '--weight: There is no column “moon”',
  ),
];

const choices: readonly Attack[] = [
  refused(
    'a split that there is not',
    `${TRAIN} --split half`,
    '--split: got "half", takes leave-last-out or last-fifth',
  ),
  refused('a delimiter that there is not', `${TRAIN} --delimiter x`, '--delimiter: got "x", takes comma or tab'),
  refused('an encoding that there is not', `${TRAIN} --encoding ebcdic`, '--encoding: got "ebcdic", takes utf-8 or'),
  refused('a header that is neither', `${TRAIN} --header maybe`, '--header: got "maybe", takes yes or no'),
  refused('a unit that there is not', `${TRAIN} --time-unit weeks`, '--time-unit: got "weeks", takes seconds or'),
  refused('a preset that there is not', `${TRAIN} --preset bert`, '--preset: unknown preset "bert"; the presets are'),
  refused('the name of an object as a preset', `${TRAIN} --preset __proto__`, '--preset: unknown preset "__proto__"'),
  refused('a world that there is not', '$LAB train --world moon', 'lab train: unknown world "moon"; the worlds are'),
  refused('a world of one event', '$LAB train --world bookshop --events 1', '--events: '),
  refused('a study that there is not', '$LAB study moon', '.*"moon"'),
  refused(
    'a parameter of no node',
    `${TRAIN} --params moon.count=1`,
    '--params: the graph has no node "moon"; its nodes are',
  ),
  refused(
    'a parameter that there is not',
    `${TRAIN} --params history.moon=1`,
    '--params: "history" \\(history\\) has no parameter "moon"',
  ),
  refused(
    'a parameter out of bounds',
    `${TRAIN} --params history.length=1000000000`,
    '--params: history.length got 1000000000, takes',
  ),
  refused(
    'a parameter that says nothing',
    `${TRAIN} --params history`,
    '--params: got "history", takes NODE.NAME=VALUE',
  ),
  refused(
    'a user that there is not',
    '$LAB retrieve --log $LOG --weights $WEIGHTS --user moon --min-item-events 1',
    '--user: no user "moon" is left',
  ),
];

const columns: readonly Attack[] = [
  refused(
    'a column that there is not',
    `${TRAIN} --columns user=who`,
    '--log ".*": There is no column “who”. The file has: user, item, time',
  ),
  refused('a column behind the last', `${TRAIN} --columns user=3`, '--log ".*": There is no column “3”'),
  refused(
    'two roles for a column',
    `${TRAIN} --columns user=item,item=item`,
    '--log ".*": The column “item” is assigned twice',
  ),
  refused('two columns for a role', `${TRAIN} --columns user=user,user=item`, '--columns: user is given twice'),
  refused(
    'a role that there is not',
    `${TRAIN} --columns moon=user`,
    '--columns: "moon=user" does not say role=column; roles are',
  ),
  refused('no item', `${TRAIN} --columns item=`, '--log ".*": No column is taken for the item.*--columns item=NAME'),
  refused(
    'rows of a column that there is not',
    `${TRAIN} --where 'moon = 1'`,
    '--log ".*": The condition “moon.*” names “moon”.*user, item, time',
  ),
  refused(
    'rows of a comparison that there is not',
    `${TRAIN} --where 'time'`,
    '--where: got "time", takes a column, then',
  ),
  refused(
    'rows above a word',
    `${TRAIN} --where 'time > noon'`,
    '--log ".*": The condition “.*” compares with >, and “noon” is not a number',
  ),
  refused('rows that there are not', `${TRAIN} --where 'item = moon'`, '--log ".*": No row has'),
  refused(
    'more events of an item than there are',
    '$LAB train --log $LOG --min-item-events 1000',
    '--log ".*": Too few events are left.*Lower --min-item-events',
  ),
];

export const flags: readonly Attack[] = [
  ...commandWords,
  ...flagWords,
  ...numbers,
  ...formulas,
  ...choices,
  ...columns,
];
