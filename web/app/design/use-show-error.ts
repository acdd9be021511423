import { useCallback } from 'react';
import { describeError } from '../../react/errors';
import { useLocale } from '../i18n/locale';
import { useToast } from './toast';

/** Says in a toast, and in the words of a traveller, what went wrong. */
export function useShowError(): (error: unknown) => void {
  const { locale } = useLocale();
  const show = useToast();
  return useCallback((error) => show({ text: describeError(error as Error, locale).message, tone: 'danger' }), [locale, show]);
}
