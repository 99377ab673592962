import { Tabs } from 'radix-ui';
import { useBench, useSpeech, useView } from '../lab';
import { OfOtherTowers } from './OfOtherTowers';
import { panelById, panels, titleOf } from './registry';
import './panels.css';

export function Panels() {
  const { view } = useBench();
  const speech = useSpeech();
  const open = panelById(useView((v) => v.tab));
  return (
    <Tabs.Root className="tabs" value={open.id} onValueChange={(tab) => view.setState({ tab })}>
      <Tabs.List className="tab-list" aria-label={speech.words.tabs.label}>
        {panels.map((panel) => (
          <Tabs.Trigger key={panel.id} value={panel.id} data-coach={`tab:${panel.id}`}>
            {titleOf(panel, speech)}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {panels.map(({ id, ofRun, Page }) => (
        <Tabs.Content key={id} value={id} className="tab-page">
          {id === open.id && ofRun && <OfOtherTowers />}
          {id === open.id && <Page />}
        </Tabs.Content>
      ))}
    </Tabs.Root>
  );
}
