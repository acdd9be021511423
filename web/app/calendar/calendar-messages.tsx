import { type ReactNode, use, useDeferredValue, useMemo } from 'react';
import { IntlProvider, useIntl } from 'react-intl';
import type { Messages } from '../i18n/catalog';
import { type Locale, useLocale } from '../i18n/locale';

// The words of the calendar are for those who use it: a page of a trip does not load them.
const sources = { en: () => import('../messages/calendar/en.json'), ja: () => import('../messages/calendar/ja.json') };

const loading = new Map<Locale, Promise<Messages>>();

/** The words of the calendar in one language; the same promise each time. */
function wordsIn(locale: Locale): Promise<Messages> {
  const known = loading.get(locale);
  if (known !== undefined) return known;
  const words = sources[locale]().then(({ default: messages }) => messages as unknown as Messages);
  loading.set(locale, words);
  // Whoever comes again may have a connection then.
  words.catch(() => loading.delete(locale));
  return words;
}

/** Adds the words of the calendar to those of the app; what is inside waits for them. Another language comes when it is there. */
export function CalendarMessages({ children }: { children: ReactNode }) {
  const { locale } = useLocale();
  const intl = useIntl();
  const own = use(wordsIn(useDeferredValue(locale)));
  const messages = useMemo(() => ({ ...(intl.messages as Messages), ...own }), [intl.messages, own]);
  return (
    <IntlProvider locale={intl.locale} messages={messages}>
      {children}
    </IntlProvider>
  );
}
