import { type ReactNode, use, useDeferredValue, useMemo } from 'react';
import { IntlProvider, useIntl } from 'react-intl';
import { loadTogether, type Messages } from './catalog';
import { type Locale, useLocale } from './locale';

type Sources = Readonly<Record<Locale, () => Promise<{ readonly default: unknown }>>>;

/**
 * Messages that only a part of the app needs. What is inside the component waits for them, below a `Suspense`. From then on
 * they come with those of the app when another language is chosen.
 */
export function furtherMessages(sources: Sources) {
  const loading = new Map<Locale, Promise<Messages>>();
  const loaded = new Map<Locale, Messages>();
  /** The words in one language; the same promise each time. */
  const wordsIn = (locale: Locale): Promise<Messages> => {
    const known = loading.get(locale);
    if (known !== undefined) return known;
    const words = sources[locale]().then(({ default: messages }) => messages as Messages);
    loading.set(locale, words);
    words.then(
      (messages) => {
        loaded.set(locale, messages);
        loadTogether(wordsIn);
      },
      // Whoever comes again may have a connection then.
      () => loading.delete(locale),
    );
    return words;
  };
  return function FurtherMessages({ children }: { children: ReactNode }) {
    const { locale } = useLocale();
    const intl = useIntl();
    const shown = useDeferredValue(locale);
    const own = loaded.get(locale) ?? use(wordsIn(shown));
    const messages = useMemo(() => ({ ...(intl.messages as Messages), ...own }), [intl.messages, own]);
    return (
      <IntlProvider locale={intl.locale} messages={messages}>
        {children}
      </IntlProvider>
    );
  };
}
