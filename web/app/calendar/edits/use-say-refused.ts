import { useCallback } from 'react';
import { describeError } from '../../../react/errors';
import { useToast } from '../../design/toast';
import { useLocale } from '../../i18n/locale';
import { useTextOf } from '../../i18n/use-text-of';
import { editedEvent, type GridEdit } from './grid-edit';

/** Says that the server does not take an edit, and why. */
export function useSayRefused(): (edit: GridEdit, error: Error) => void {
  const text = useTextOf();
  const { locale } = useLocale();
  const show = useToast();
  return useCallback(
    (edit, error) => {
      const title = editedEvent(edit).title || text('event.untitled');
      const reason = describeError(error, locale).message;
      show({ text: text('calendar.refused', { kind: edit.kind, title, reason }), tone: 'danger' });
    },
    [text, locale, show],
  );
}
