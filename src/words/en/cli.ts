import type { NoticeCode } from '../../data/notices';
import type { DataProblem, FormatCode } from '../../data/table';
import type { FailureCode } from '../../lab/failure';
import type { WeightsProblem } from '../../lab/transfer/weights-file';
import type { Problem } from '../../model/document/problem';

type Some<Code extends string> = Partial<Record<Code, string>>;

/** Of the command line alone. */
export const cli = {
  /** Instead of sentences that tell a person on the page what to do there: what to write on the command line. */
  instead: {
    dataProblem: {
      'empty-file': 'This file is empty.',
      'no-user-column': 'No column is taken for the user. Name it: --columns user=NAME. The file has: {columns}.',
      'no-item-column': 'No column is taken for the item. Name it: --columns item=NAME. The file has: {columns}.',
      'no-valid-rows':
        'No row could be used; the reasons stand above. If the file was read wrongly, say how it is written: --encoding, --delimiter, --header.',
      'one-user':
        'All rows belong to one user. Two towers need many users. If another column is the user, name it: --columns user=NAME.',
      'one-item':
        'All rows belong to one item, so there is nothing to rank. If another column is the item, name it: --columns item=NAME.',
      'too-few-events':
        'Too few events are left after filtering ({events}). Lower --min-item-events or --min-user-events.',
      'no-test-users':
        'No user has enough events to be tested. Lower --min-item-events or --min-user-events, or choose another --split.',
      'needs-time': 'This split needs a time column. Name it: --columns time=NAME. Or choose --split random.',
      'positives-random':
        'A random split has no before and after, so a row that is not a positive belongs to none of its parts. Choose another --split, or --where {positives} in place of --positives.',
      'no-id-column':
        'No column of this table is taken for the id. Name it: --{table}-columns id=NAME. The table has: {columns}.',
      'needs-readable-time':
        'This split needs times, and the column “{column}” cannot be read: line {line} says “{text}”. Write dates such as 2020-01-31 or 20200131, or numbers: seconds, milliseconds, microseconds or nanoseconds since 1970, or days of a spreadsheet. Or choose --split random.',
      'too-large': 'The column “{column}” has more different values than can be told apart. Leave it out of --columns.',
      undecodable:
        '{rows} of {all} rows cannot be read as {encoding}: line {line} says “{text}”. Rows by column: {columns}. Name another one: --encoding NAME. Or save the file as UTF-8.',
      'no-joined-rows':
        'No id of this table occurs in the log: its column “{column}” has ids such as “{tableId}”, the log such as “{logId}”. If another column is the id, name it: --{table}-columns id=NAME.',
    } satisfies Some<Exclude<DataProblem['code'], FormatCode>>,
    notice: {
      'encoding-unsure':
        'The encoding {encoding} is a guess: {rival} fits nearly as well. If names look wrong, add --encoding {rival}.',
    } satisfies Some<NoticeCode>,
    problem: {
      'no-sessions':
        'Sessions need timestamps or a session column, and this data has neither. Name one: --columns time=NAME or --columns session=NAME. Or remove this block.',
      'no-run': 'Name the weights of the teacher: --teacher FILE.',
      'no-column-chosen':
        'Name the column whose numbers say how relevant an item is: --params NODE.column=NAME. The log has: {known}.',
      'column-of-taken':
        'A column knows the pairs of the log alone, and of these only what a user was shown and did not take may be a bad case. This data has no such rows: tell positives from them with --positives.',
    } satisfies Some<Problem['code']>,
    weightsProblem: {
      'newer-version':
        'This file was written by a newer Tower Lab, with version {version} of its format; this one reads up to version {known}. Update Tower Lab.',
      'newer-part':
        'The part “{part}” of this file was written by a newer Tower Lab, with version {version} of its format; this one reads up to version {known}. Update Tower Lab.',
      'other-data':
        'These weights were trained on other data: the field “{field}” is missing or different in the loaded data. Name that data with --log, --items and --users.',
    } satisfies Some<WeightsProblem['code']>,
    failure: {
      diverged: 'The loss has not been a finite number since step {step}. A lower --lr may help.',
      'scores-not-finite': 'The model gives scores that are not finite numbers. A lower --lr may help.',
      'file-changed': 'A file could not be read to its end. Was it changed or removed meanwhile?',
      'no-gpu': 'The GPU was lost and could not be opened again.',
    } satisfies Some<FailureCode>,
  },
};
