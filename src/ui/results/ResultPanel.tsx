import { Tabs } from 'radix-ui';
import type { ResultTab } from '../../lab/stores/view';
import { DataSummary } from '../data/DataSummary';
import { useBench, useSpeech, useView } from '../lab';
import { Curves } from './Curves';
import { Explorer } from './Explorer';
import { Inside } from './Inside';
import { Result } from './Result';

const TABS: readonly ResultTab[] = ['curves', 'inside', 'result', 'retrieval', 'data'];
const PAGES: { readonly [K in ResultTab]: () => React.ReactNode } = {
  curves: Curves,
  inside: Inside,
  result: Result,
  retrieval: Explorer,
  data: DataSummary,
};

export function ResultPanel() {
  const { view } = useBench();
  const { words } = useSpeech();
  const tab = useView((v) => v.tab);
  const Page = PAGES[tab];
  return (
    <Tabs.Root
      className="tabs"
      value={tab}
      onValueChange={(value) => view.setState({ tab: TABS.find((known) => known === value) ?? 'curves' })}
    >
      <Tabs.List className="tab-list" aria-label={words.tabs.label}>
        {TABS.map((id) => (
          <Tabs.Trigger key={id} value={id}>
            {words.tabs[id]}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {TABS.map((id) => (
        <Tabs.Content key={id} value={id} className="tab-page">
          {id === tab && <Page />}
        </Tabs.Content>
      ))}
    </Tabs.Root>
  );
}
