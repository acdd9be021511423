import { Search, X } from 'lucide-react';
import { type Ref, useEffect, useState } from 'react';
import { Link } from 'wouter';
import { useTextOf } from '../i18n/use-text-of';
import { addressOfList, listNames, type WhichTrips, whichTrips } from './which-trips';

/** The way to the other lists. */
export function ListLinks({ which }: { which: WhichTrips }) {
  const text = useTextOf();
  return (
    <nav aria-label={text('trips.lists')} className="-mx-4 flex gap-1 overflow-x-auto px-4 py-1">
      {whichTrips.map((list) => (
        <Link
          key={list}
          href={addressOfList(list)}
          aria-current={list === which ? 'page' : undefined}
          className="inline-flex min-h-10 items-center rounded-full px-4 whitespace-nowrap text-muted hover:bg-sunken hover:text-ink aria-[current]:bg-accent-soft aria-[current]:font-medium aria-[current]:text-ink"
        >
          {text(listNames[list])}
        </Link>
      ))}
    </nav>
  );
}

/** So long after the last letter the search is made. */
const pauseMs = 250;

interface SearchFieldProps {
  readonly fieldRef: Ref<HTMLInputElement>;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Called with what is to be looked for, once nobody types. */
  readonly onSearch: (q: string) => void;
}

/** Looks for trips while somebody types. */
export function SearchField({ fieldRef, value, onChange, onSearch }: SearchFieldProps) {
  const text = useTextOf();
  const [isComposing, setComposing] = useState(false);
  useEffect(() => {
    if (isComposing) return;
    const timer = setTimeout(() => onSearch(value.trim()), value === '' ? 0 : pauseMs);
    return () => clearTimeout(timer);
  }, [value, isComposing, onSearch]);
  return (
    <search className="relative block">
      <Search size={17} aria-hidden="true" className="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-muted" />
      <input
        ref={fieldRef}
        type="text"
        dir="auto"
        inputMode="search"
        enterKeyHint="search"
        autoComplete="off"
        maxLength={200}
        value={value}
        aria-label={text('trips.search')}
        placeholder={text('trips.search')}
        onChange={(event) => onChange(event.target.value)}
        onCompositionStart={() => setComposing(true)}
        onCompositionEnd={() => setComposing(false)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !event.nativeEvent.isComposing) onChange('');
        }}
        className="field pr-10 pl-9"
      />
      {value !== '' && (
        <button
          type="button"
          aria-label={text('trips.clear')}
          title={text('trips.clear')}
          onClick={() => onChange('')}
          className="absolute inset-y-0 right-0 inline-flex w-10 items-center justify-center rounded-md text-muted hover:text-ink"
        >
          <X size={17} aria-hidden="true" />
        </button>
      )}
    </search>
  );
}
