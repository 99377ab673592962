/** Choosing data: a sample world, or files of one's own with the meaning of their columns. */
import { Tabs } from 'radix-ui';
import { useState } from 'react';
import { asksForPositives } from '../../lab/stores/data';
import { weightProblem } from '../../lab/stores/weight-problem';
import { Dialog } from '../controls/Dialog';
import { formatsLine } from '../../words/sources';
import { useBench, useData, useSpeech, useView } from '../lab';
import { FileSlot } from './FileSlot';
import { LoadBar, LoadProgress } from './LoadBar';
import { LogColumns, TableColumns } from './Columns';
import { Positives } from './Positives';
import { ProtocolChoices } from './ProtocolChoices';
import { Worlds } from './Worlds';
import './data.css';

export function DataDialog() {
  const { view } = useBench();
  const { words } = useSpeech();
  const open = useView((v) => v.panel === 'data');
  const hasFile = useData(({ files }) => files.log !== null || files.items !== null || files.users !== null);
  const [tab, setTab] = useState<string | null>(null);
  return (
    <Dialog
      title={words.data.title}
      about={words.data.about}
      open={open}
      close={() => view.setState({ panel: null })}
      className="wide"
    >
      <Tabs.Root className="dialog-body" value={tab ?? (hasFile ? 'upload' : 'sample')} onValueChange={setTab}>
        <Tabs.List className="tab-list" aria-label={words.data.title}>
          <Tabs.Trigger value="sample">{words.data.sample}</Tabs.Trigger>
          <Tabs.Trigger value="upload">{words.data.upload}</Tabs.Trigger>
        </Tabs.List>
        <Tabs.Content className="tab-page" value="sample">
          <Worlds />
        </Tabs.Content>
        <Tabs.Content className="tab-page" value="upload">
          <Upload />
        </Tabs.Content>
      </Tabs.Root>
    </Dialog>
  );
}

function Upload() {
  const bench = useBench();
  const speech = useSpeech();
  const { words, fill, line } = speech;
  const preview = useData((data) => data.preview);
  const asks = useData(asksForPositives);
  const isWrong = useData((data) => weightProblem(data) !== null);
  const hasLog = useData((data) => data.files.log !== null);
  const hasTable = useData(({ files }) => files.items !== null || files.users !== null);
  const unplaced = useData((data) => data.unplaced);
  const busy = useData((data) => data.busy);
  return (
    <div className="upload">
      {!hasLog && <p className="about">{fill(words.data.drop, { formats: formatsLine(speech) })}</p>}
      {unplaced.length > 0 && (
        <p className="wrong" role="status">
          {fill(words.data.unplaced, { files: line(...unplaced) })}
        </p>
      )}
      <FileSlot file="log" preview={preview?.log ?? null}>
        {(shown) => preview && <LogColumns preview={preview.log} shown={shown} />}
      </FileSlot>
      {(hasLog || hasTable) && (
        <>
          <FileSlot file="items" preview={preview?.items ?? null}>
            {(shown) => preview?.items && <TableColumns table="items" preview={preview.items} shown={shown} />}
          </FileSlot>
          <FileSlot file="users" preview={preview?.users ?? null}>
            {(shown) => preview?.users && <TableColumns table="users" preview={preview.users} shown={shown} />}
          </FileSlot>
        </>
      )}
      {busy === 'preview' && !preview && (
        <div className="load-bar">
          <LoadProgress />
        </div>
      )}
      {preview && (
        <>
          <Positives />
          <ProtocolChoices />
          <LoadBar
            label={words.data.loadFiles}
            disabled={busy !== null || asks || isWrong}
            reason={asks ? words.data.positivesFirst : isWrong ? words.data.weightFirst : null}
            load={async () => {
              const { roles, protocol, name } = bench.data.getState();
              if (!roles) return;
              const source = { kind: 'files', roles, protocol, ...(name.trim() ? { name: name.trim() } : {}) } as const;
              if (await bench.load(source)) bench.view.setState({ panel: null });
            }}
          />
        </>
      )}
    </div>
  );
}
