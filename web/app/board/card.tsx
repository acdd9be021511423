import { ChevronDown } from 'lucide-react';
import { lazy, type MouseEvent, memo, Suspense, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type * as Y from 'yjs';
import type { Item } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { useRestedText } from '../trip/use-rested-text';
import { useBoard } from './board-context';
import './card.css';
import { CardFacts } from './card-facts';
import { CardFrame } from './card-frame';
import { CardMark } from './card-mark';
import { CardTitle } from './card-title';
import { isControl } from './controls';
import { LockedCard } from './locked-card';
import { useItem, usePeopleIn } from './use-board';
import { useKeptFocus } from './use-kept-focus';

const loadDetails = () => import('./card-details');
const CardDetails = lazy(loadDetails);

function preload(): void {
  void loadDetails();
}

/** One card of the plan. Follows its own item, and nothing else. */
export const Card = memo(function Card({ id }: { id: string }) {
  const { index } = useBoard();
  const item = useItem(id);
  const [title, notes] = [index.text(id, 'title'), index.text(id, 'notes')];
  // The server gives every item its texts; one that lacks them is about to be repaired.
  if (item === undefined || title === null || notes === null) return null;
  return (
    <LockedCard id={id}>
      <BoundCard item={item} title={title} notes={notes} />
    </LockedCard>
  );
});

interface BoundCardProps {
  readonly item: Item;
  readonly title: Y.Text;
  readonly notes: Y.Text;
}

function BoundCard({ item, title, notes }: BoundCardProps) {
  const text = useTextOf();
  const { id } = item;
  const root = useRef<HTMLLIElement>(null);
  const people = usePeopleIn(id);
  const { isUnfolded, toggle } = useUnfolded(id);
  const { editable, lock } = useBoard();
  const isLive = isUnfolded || people.length > 0 || lock !== null;
  const name = useRestedText(title) || text('item.untitled');
  useKeptFocus(id, root);

  const toggleByPointer = (event: MouseEvent) => {
    if (!isControl(event.target) && getSelection()?.isCollapsed !== false) toggle();
  };
  return (
    <li
      ref={root}
      data-testid="item"
      data-item={id}
      data-fixed={editable ? undefined : true}
      className={`card-slot ${isLive ? 'card-slot-live' : ''}`}
    >
      <CardFrame id={id} people={people} className={item.booking_status === 'cancelled' ? 'card-frame-off' : ''}>
        {/* biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/noStaticElementInteractions: for the keyboard there is the button. */}
        <div className="flex items-start gap-1 p-1.5" onClick={toggleByPointer} onPointerEnter={preload}>
          <CardMark item={item} name={name} />
          <div className="min-w-0 flex-1">
            <CardTitle id={id} title={title} isCancelled={item.booking_status === 'cancelled'} />
            <CardFacts item={item} notes={notes} />
          </div>
          <button
            type="button"
            data-part="unfold"
            aria-label={text('item.details', { title: name })}
            aria-expanded={isUnfolded}
            aria-controls={isUnfolded ? `details-${id}` : undefined}
            title={text('item.details', { title: name })}
            onClick={toggle}
            onFocus={preload}
            className="card-unfold"
          >
            <ChevronDown size={17} aria-hidden="true" />
          </button>
        </div>
        {isUnfolded && (
          <div id={`details-${id}`} data-details="" className="border-t border-line p-3">
            <Suspense fallback={<div aria-hidden="true" className="skeleton h-[33rem]" />}>
              <CardDetails item={item} name={name} notes={notes} />
            </Suspense>
          </div>
        )}
      </CardFrame>
    </li>
  );
}

/** Whether a card is unfolded; it stays so when it moves to another day. */
function useUnfolded(id: string): { isUnfolded: boolean; toggle: () => void } {
  const { unfolded } = useBoard();
  const [isUnfolded, setUnfolded] = useState(() => unfolded.has(id));
  const toggle = () => {
    if (isUnfolded) unfolded.delete(id);
    else unfolded.add(id);
    flushSync(() => setUnfolded(!isUnfolded));
    document.getElementById(`details-${id}`)?.scrollIntoView({ block: 'nearest' });
  };
  return { isUnfolded, toggle };
}
