import { useCallback } from 'react';
import { useLocale } from '../i18n/locale';
import { useToast } from './toast';

/** Says in a toast, and in the words of a traveller, what went wrong. The words load with the first error. */
export function useShowError(): (error: unknown) => void {
  const { locale } = useLocale();
  const show = useToast();
  return useCallback(
    (error) => {
      void import('../../react/errors').then(({ describeError }) => {
        show({ text: describeError(error as Error, locale).message, tone: 'danger' });
      });
    },
    [locale, show],
  );
}
