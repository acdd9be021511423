import type { CSSProperties, ReactNode } from 'react';
import type { MessageId } from '../i18n/locale';
import { useTextOf } from '../i18n/use-text-of';
import { useOwnUntil } from '../locks/use-locks';
import { cardPart } from '../trip/trip-parts';
import { useBoard } from './board-context';
import { CardLock } from './card-lock';
import type { CardPerson } from './card-people';
import { fieldOfCard } from './card-places';

const partTexts: Readonly<Record<string, MessageId>> = {
  title: 'item.in.title',
  notes: 'item.in.notes',
  time_slot: 'item.in.time',
  cost: 'item.in.cost',
  url: 'item.in.link',
};

interface CardFrameProps {
  readonly id: string;
  readonly people: readonly CardPerson[];
  readonly className: string;
  readonly children: ReactNode;
}

/** The frame of a card: in the colour of somebody else who is in it, with what they are doing there. */
export function CardFrame({ id, people, className, children }: CardFrameProps) {
  const text = useTextOf();
  const { lock } = useBoard();
  const isOwn = useOwnUntil(cardPart(id)) !== null;
  const color = people[0]?.color;
  const style = color === undefined ? undefined : ({ '--person': color } as CSSProperties);
  return (
    <div data-field={fieldOfCard(id)} className={`card-frame ${className}`} style={style}>
      {children}
      {(people.length > 0 || lock !== null || isOwn) && (
        <span className="card-people">
          {(lock !== null || isOwn) && <CardLock id={id} lock={lock} />}
          {people.map((person) => (
            <span key={person.id} style={{ backgroundColor: person.color }}>
              {text(partTexts[person.part ?? ''] ?? 'people.editing', { name: person.name })}
            </span>
          ))}
        </span>
      )}
    </div>
  );
}
