import { describeError } from '../../react/errors';
import { Button } from '../design/button';
import { Notice, Notices } from '../design/notices';
import { useLocale } from '../i18n/locale';
import { useTextOf } from '../i18n/use-text-of';
import { useCalendar } from './calendar-context';
import type { RefusedCreation } from './edits/refused-creations';

/** New events that the server does not take: what was typed is kept until somebody changes it, or lets it go. */
export function RefusedEvents({ refused }: { refused: readonly RefusedCreation[] }) {
  const text = useTextOf();
  const { locale } = useLocale();
  const { createAgain, dropRefused } = useCalendar();
  const [first] = refused;
  if (first === undefined) return null;
  const title = first.edit.shown.title || text('event.untitled');
  const reason = describeError(first.error, locale).message;
  return (
    <Notices>
      <Notice text={text('calendar.refused', { kind: 'create', title, reason })}>
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => dropRefused(first.id)}>{text('calendar.dropRefused')}</Button>
          <Button look="primary" onClick={() => createAgain(first.id)}>
            {text('calendar.createAgain')}
          </Button>
        </div>
      </Notice>
    </Notices>
  );
}
