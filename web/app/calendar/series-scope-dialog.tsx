import { type FormEvent, useState } from 'react';
import { Button } from '../design/button';
import { Dialog } from '../design/dialog';
import { useTextOf } from '../i18n/use-text-of';
import { type SeriesScope, seriesScopes } from './edits/series-scope';

interface SeriesScopeDialogProps {
  /** Whether something is changed or deleted. */
  readonly deed: 'change' | 'remove';
  /** Whether one occurrence alone cannot become all day, or get times: that is said in place of the choice. */
  readonly onlyTogether: boolean;
  readonly onChoose: (scope: SeriesScope) => void;
  readonly onClose: () => void;
}

/** Asks what of a series is meant. */
export function SeriesScopeDialog({ deed, onlyTogether, onChoose, onClose }: SeriesScopeDialogProps) {
  const text = useTextOf();
  const scopes = seriesScopes.filter((one) => !(onlyTogether && one === 'this'));
  const [scope, setScope] = useState<SeriesScope>(scopes[0] ?? 'all');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChoose(scope);
  };
  return (
    <Dialog title={text(deed === 'change' ? 'series.change' : 'series.remove')} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-1">
        {scopes.map((one, index) => (
          <label key={one} className="flex min-h-11 cursor-pointer items-center gap-3 rounded-md px-2 hover:bg-sunken">
            <input
              ref={(field) => {
                if (index === 0) field?.setAttribute('autofocus', '');
              }}
              type="radio"
              name="scope"
              value={one}
              checked={scope === one}
              onChange={() => setScope(one)}
              className="size-4 accent-(--color-accent)"
            />
            {text(`series.scope.${one}`)}
          </label>
        ))}
        {onlyTogether && <p className="mt-2 px-2 text-sm text-muted">{text('series.onlyTogether')}</p>}
        <div className="mt-4 flex justify-end gap-3">
          <Button onClick={onClose}>{text('series.cancel')}</Button>
          <Button type="submit" look={deed === 'change' ? 'primary' : 'danger'}>
            {text(deed === 'change' ? 'calendar.save' : 'calendar.delete')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
