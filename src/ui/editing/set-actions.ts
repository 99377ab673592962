/** What can be done to several picked nodes, for the menu and for keys; ids are those of the same actions on one. */
import type { Speech } from '../../words/words';
import { copyTo, pasteFrom } from './clipboard';
import type { Edits } from './edits';
import type { NodeAction } from './useNodeActions';

/** The actions of the clipboard, on one node or several. */
export const clipboardActions = (ids: readonly string[], edits: Edits, { words }: Speech): NodeAction[] => [
  {
    id: 'copy',
    label: words.editing.copyNodes,
    key: 'Ctrl C',
    enabled: true,
    begins: true,
    run: () => void copyTo(edits, ids, false),
  },
  { id: 'cut', label: words.editing.cutNodes, key: 'Ctrl X', enabled: true, run: () => void copyTo(edits, ids, true) },
  { id: 'paste', label: words.editing.pasteNodes, key: 'Ctrl V', enabled: true, run: () => void pasteFrom(edits) },
];

export function setActions(ids: readonly string[], edits: Edits, speech: Speech): NodeAction[] {
  const { editing: w, help } = speech.words;
  return [
    {
      id: 'duplicate',
      label: w.duplicate,
      key: 'Ctrl D',
      enabled: true,
      run: () => edits.duplicateAll(ids, false),
    },
    { id: 'duplicate-channel', label: w.duplicateWhole, enabled: true, run: () => edits.duplicateAll(ids, true) },
    ...clipboardActions(ids, edits, speech),
    {
      id: 'remove-healing',
      label: w.removeHealing,
      key: help.deleteKey,
      enabled: true,
      begins: true,
      run: () => edits.removeAll(ids, true),
    },
    {
      id: 'remove',
      label: w.remove,
      key: `⇧ ${help.deleteKey}`,
      enabled: true,
      run: () => edits.removeAll(ids, false),
    },
    { id: 'clear', label: w.clearSelection, enabled: true, begins: true, run: () => edits.pick([]) },
  ];
}
