import { useId } from 'react';
import { type Item, itemTypes, setItem } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { useBoard } from './board-context';
import { iconOfType, typeNames } from './type-names';

/** What kind of thing a card is. */
export function TypeChoice({ item }: { item: Item }) {
  const text = useTextOf();
  const { doc, editable } = useBoard();
  const name = useId();
  return (
    <fieldset disabled={!editable}>
      <legend className="mb-1 text-sm text-muted">
        {item.type === null ? text('item.type') : `${text('item.type')}: ${text(typeNames[item.type])}`}
      </legend>
      <div className="grid grid-cols-5 gap-1">
        {itemTypes.map((type) => {
          const Icon = iconOfType(type);
          return (
            <label key={type} title={text(typeNames[type])} data-type={type} className="choice">
              <input
                type="radio"
                name={name}
                data-part={`type-${type}`}
                aria-label={text(typeNames[type])}
                checked={item.type === type}
                onChange={() => setItem(doc, item.id, { type })}
                className="sr-only"
              />
              <Icon size={18} aria-hidden="true" />
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
