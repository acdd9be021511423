import { type ReactNode, use, useDeferredValue, useMemo } from 'react';
import { IntlProvider, useIntl } from 'react-intl';
import type { Messages } from './catalog';
import { type Locale, useLocale } from './locale';

type Sources = Readonly<Record<Locale, () => Promise<{ readonly default: unknown }>>>;

/**
 * Messages that only a part of the app needs. What is inside the component waits for them, below a `Suspense`; another
 * language comes when it is there.
 */
export function furtherMessages(sources: Sources) {
  const loading = new Map<Locale, Promise<Messages>>();
  /** The words in one language; the same promise each time. */
  const wordsIn = (locale: Locale): Promise<Messages> => {
    const known = loading.get(locale);
    if (known !== undefined) return known;
    const words = sources[locale]().then(({ default: messages }) => messages as Messages);
    loading.set(locale, words);
    // Whoever comes again may have a connection then.
    words.catch(() => loading.delete(locale));
    return words;
  };
  return function FurtherMessages({ children }: { children: ReactNode }) {
    const { locale } = useLocale();
    const intl = useIntl();
    const own = use(wordsIn(useDeferredValue(locale)));
    const messages = useMemo(() => ({ ...(intl.messages as Messages), ...own }), [intl.messages, own]);
    return (
      <IntlProvider locale={intl.locale} messages={messages}>
        {children}
      </IntlProvider>
    );
  };
}
