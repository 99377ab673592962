import { Tabs } from 'radix-ui';
import { useBench, useSpeech, useView } from '../lab';
import './narrow-tabs.css';
import { OfOtherTowers } from './OfOtherTowers';
import { panelById, panels } from './registry';

export function Panels() {
  const { view } = useBench();
  const { words, language } = useSpeech();
  const open = panelById(useView((v) => v.tab));
  return (
    <Tabs.Root className="tabs" value={open.id} onValueChange={(tab) => view.setState({ tab })}>
      <Tabs.List className="tab-list" aria-label={words.tabs.label}>
        {panels.map(({ id, title }) => (
          <Tabs.Trigger key={id} value={id}>
            {title[language]}
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
