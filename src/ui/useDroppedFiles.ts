/** Files dropped anywhere on the page: tables go to the data dialog, JSON is imported. */
import { useState, type DragEvent } from 'react';
import { WEIGHTS_DROPPED } from './header/Transfer';
import { useBench } from './lab';

interface FilesDropped {
  /** Files are over the page. */
  dropping: boolean;
  onDragOver(event: DragEvent): void;
  onDragLeave(event: DragEvent): void;
  onDrop(event: DragEvent): void;
}

export function useDroppedFiles(): FilesDropped {
  const bench = useBench();
  const [dropping, setDropping] = useState(false);
  return {
    dropping,
    onDragOver(event) {
      if (!event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      setDropping(true);
    },
    onDragLeave(event) {
      if (event.relatedTarget === null) setDropping(false);
    },
    onDrop(event) {
      event.preventDefault();
      setDropping(false);
      const files = [...event.dataTransfer.files];
      const weights = files.find(({ name }) => name.toLowerCase().endsWith('.json'));
      if (weights) window.dispatchEvent(new CustomEvent(WEIGHTS_DROPPED, { detail: weights }));
      const tables = files.filter((file) => file !== weights);
      if (tables.length === 0) return;
      bench.view.setState({ panel: 'data' });
      void bench.offerFiles(tables);
    },
  };
}
