/** Found choices by group: a list box, whose current option the field above it points to. */
import type { KeyboardEvent } from 'react';
import { Marker } from '../controls/Marker';
import type { Choice } from './matching';
import type { CurrentChoice } from './useCurrentChoice';

/** @param id of the list; its element is `<id>-list` */
export const optionId = (id: string, at: number): string => `${id}-${at}`;

export function ChoiceList({
  id,
  title,
  found,
  choose,
  state: { current, point, onKeyDown, list },
}: {
  id: string;
  title: string;
  found: readonly Choice[];
  choose(id: string): void;
  state: CurrentChoice;
}) {
  const groups = [...new Set(found.map(({ group }) => group))];
  return (
    <div className="choices" role="listbox" aria-label={title} id={`${id}-list`} ref={list} tabIndex={-1}>
      {groups.map((group, g) => (
        <div key={group} role="group" aria-labelledby={`${id}-group-${g}`}>
          <div className="choice-group" id={`${id}-group-${g}`} role="presentation">
            {group}
          </div>
          {found
            .filter((choice) => choice.group === group)
            .map((choice) => (
              <Option
                key={choice.id}
                id={optionId(id, found.indexOf(choice))}
                choice={choice}
                isCurrent={choice === current}
                choose={() => choose(choice.id)}
                point={() => point(found.indexOf(choice))}
                onKeyDown={onKeyDown}
              />
            ))}
        </div>
      ))}
    </div>
  );
}

function Option({
  id,
  choice,
  isCurrent,
  choose,
  point,
  onKeyDown,
}: {
  id: string;
  choice: Choice;
  isCurrent: boolean;
  choose(): void;
  point(): void;
  onKeyDown(event: KeyboardEvent): void;
}) {
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isCurrent}
      data-choice={choice.id}
      className="choice"
      onClick={choose}
      onKeyDown={onKeyDown}
      onPointerMove={point}
    >
      <span className="choice-title">
        {choice.side && <Marker side={choice.side} />}
        <b>{choice.title}</b>
        {choice.remark && <span>{choice.remark}</span>}
      </span>
      {choice.about && <span className="choice-about">{choice.about}</span>}
    </div>
  );
}
