/** Weights and towers out of the lab and into it, and vectors out of it. What an import says stands at its button. */
import { DropdownMenu, Popover } from 'radix-ui';
import { useEffect, useRef, useState } from 'react';
import type { Answer } from '../../lab/protocol';
import { isRunning } from '../../lab/phases';
import { Icon } from '../controls/Icon';
import { saveFile } from '../controls/save-file';
import { WaitBar } from '../controls/WaitBar';
import { useBench, useDocument, useRun, useSpeech } from '../lab';
import { refusalSentence } from '../../words/refusals';

export function Transfer() {
  const { words } = useSpeech();
  return (
    <>
      <Import />
      <Export label={words.header.exportShort} />
    </>
  );
}

/** Where a dropped file of weights, a run or towers arrives. */
export const WEIGHTS_DROPPED = 'tower-lab:weights-dropped';

function Import() {
  const bench = useBench();
  const speech = useSpeech();
  const { words, fill, sentences } = speech;
  const input = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState<{ text: string; failed: boolean } | null>(null);
  const file = useRun((run) => run.importing);
  const share = useRun((run) => run.waiting.import ?? null);

  const read = async (file: File): Promise<void> => {
    setSaid(null);
    const answer = await bench.importFile(file);
    if (!answer) return;
    if ('imported' in answer) {
      const known = (answer.known ?? []).map((ids) => fill(words.transfer.known, { ...ids }));
      setSaid({ text: sentences(words.transfer[answer.imported], ...known), failed: false });
    } else {
      setSaid({ text: fill(words.transfer.importFailed, { reason: refusalSentence(answer, speech) }), failed: true });
    }
  };

  useEffect(() => {
    const dropped = (event: Event): void => {
      if (event instanceof CustomEvent && event.detail instanceof File) void read(event.detail);
    };
    window.addEventListener(WEIGHTS_DROPPED, dropped);
    return () => window.removeEventListener(WEIGHTS_DROPPED, dropped);
  });

  return (
    <Popover.Root open={said !== null || file !== null} onOpenChange={(open) => !open && setSaid(null)}>
      <Popover.Anchor asChild>
        <button type="button" className="plain" title={words.header.import} onClick={() => input.current?.click()}>
          <Icon name="import" />
          <span>{words.header.importShort}</span>
        </button>
      </Popover.Anchor>
      <input
        ref={input}
        type="file"
        hidden
        accept=".json,application/json"
        aria-label={words.header.import}
        data-testid="import-weights"
        onChange={(event) => {
          const chosen = event.target.files?.[0];
          event.target.value = '';
          if (chosen) void read(chosen);
        }}
      />
      <Popover.Portal>
        <Popover.Content className="popover" sideOffset={8} collisionPadding={12} aria-label={words.header.import}>
          {file === null ? (
            <>
              <p role={said?.failed ? 'alert' : 'status'} className={said?.failed ? 'wrong' : ''}>
                {said?.text}
              </p>
              <Popover.Close className="quiet">{words.common.dismiss}</Popover.Close>
            </>
          ) : (
            <WaitBar text={fill(words.transfer.importing, { file })} share={share} cancel={bench.cancelImport} />
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Export({ label }: { label: string }) {
  const bench = useBench();
  const { words } = useSpeech();
  const hasDocument = useDocument() !== null;
  // Weights exist as soon as a run has taken a step, or were imported.
  const hasWeights = useRun((run) => run.progress.step > 0);
  // All vectors and scores are of one step: nothing may train while they are made.
  const rests = useRun((run) => !isRunning(run.progress.phase));
  const [computes, setComputes] = useState(false);
  // Also where they are taken home from elsewhere on the page.
  const writes = useRun((run) => run.waiting.weights !== undefined);
  const share = useRun((run) => run.waiting.evaluation ?? null);
  const save = async (
    asked: Promise<Answer<'exportWeights' | 'exportVectors' | 'exportScores'> | null>,
  ): Promise<void> => {
    const file = await asked;
    if (file) saveFile(file);
  };
  const saveComputed = async (of: 'exportVectors' | 'exportScores'): Promise<void> => {
    setComputes(true);
    await save(bench[of]());
    setComputes(false);
  };
  return (
    <Popover.Root open={computes || writes}>
      <DropdownMenu.Root modal={false}>
        <Popover.Anchor asChild>
          <DropdownMenu.Trigger
            className="plain"
            disabled={!hasDocument}
            title={hasWeights ? words.header.export : words.header.exportLater}
          >
            <Icon name="export" />
            <span>{label}</span>
          </DropdownMenu.Trigger>
        </Popover.Anchor>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className="menu" sideOffset={6} align="end" collisionPadding={12}>
            <DropdownMenu.Item onSelect={() => saveFile(bench.exportTowers())}>
              {words.header.exportTowers}
            </DropdownMenu.Item>
            <DropdownMenu.Item disabled={!hasWeights} onSelect={() => void save(bench.exportWeights('base64-f32-le'))}>
              {words.header.exportCompact}
            </DropdownMenu.Item>
            <DropdownMenu.Item disabled={!hasWeights} onSelect={() => void save(bench.exportWeights('array'))}>
              {words.header.exportArrays}
            </DropdownMenu.Item>
            <DropdownMenu.Item disabled={!hasWeights || !rests} onSelect={() => void saveComputed('exportVectors')}>
              {words.header.exportVectors}
            </DropdownMenu.Item>
            <DropdownMenu.Item disabled={!hasWeights || !rests} onSelect={() => void saveComputed('exportScores')}>
              {words.header.exportScores}
            </DropdownMenu.Item>
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      <Popover.Portal>
        <Popover.Content className="popover" sideOffset={8} collisionPadding={12} aria-label={words.header.export}>
          {computes && (
            <WaitBar text={words.transfer.computing} share={share} cancel={() => void bench.cancelQuestion()} />
          )}
          {writes && <WaitBar text={words.transfer.writing} share={null} cancel={() => void bench.cancelWeights()} />}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
