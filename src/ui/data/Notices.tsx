/** What a person should look at before the data are used. */
import type { FileKind } from '../../data/file-kinds';
import type { Notice } from '../../data/notices';
import { noticeSentence } from '../../words/sentences';
import { Icon } from '../controls/Icon';
import { useData, useSpeech } from '../lab';

/** A column that got a role of its own is not spoken of any more. */
export function Notices({ file, notices }: { file: FileKind; notices: readonly Notice[] }) {
  const speech = useSpeech();
  const columns = useData(({ roles }) => roles?.[file] ?? null);
  const isUsed = (name: string | undefined): boolean =>
    columns?.some(({ column, role }) => column === name && role !== 'ignore') ?? false;
  return notices
    .filter(({ column }) => !isUsed(column))
    .map((notice) => (
      <p key={`${notice.code} ${notice.column ?? ''}`} className="read-notice" role="note">
        <Icon name="help" />
        {noticeSentence(notice, speech)}
      </p>
    ));
}
