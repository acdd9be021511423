import { createContext, type ReactNode, use, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { IntlProvider } from 'react-intl';
import { type Catalog, loadCatalog } from './catalog';
import { applyLocale, type Locale, rememberLocale } from './languages';

export { type Locale, locales, type MessageId } from './languages';

interface LocaleChoice {
  readonly locale: Locale;
  /** Shows the page in another language as soon as its messages are there; nothing else of the page changes. */
  readonly setLocale: (locale: Locale) => void;
}

const LocaleContext = createContext<LocaleChoice>({ locale: 'en', setLocale: () => undefined });

/** The language that is shown, and the way to choose another one. */
export function useLocale(): LocaleChoice {
  return use(LocaleContext);
}

interface LocaleProviderProps {
  /** The messages to begin with. */
  readonly catalog: Catalog;
  readonly children: ReactNode;
}

/** Shows everything below it in one language. */
export function LocaleProvider({ catalog: first, children }: LocaleProviderProps) {
  const [{ locale, messages }, setCatalog] = useState(first);
  const wanted = useRef(first.locale);
  useLayoutEffect(() => applyLocale(locale), [locale]);
  const setLocale = useCallback((next: Locale) => {
    wanted.current = next;
    rememberLocale(next);
    void loadCatalog(next).then((catalog) => {
      if (wanted.current === catalog.locale) setCatalog(catalog);
    });
  }, []);
  const choice = useMemo(() => ({ locale, setLocale }), [locale, setLocale]);
  return (
    <LocaleContext value={choice}>
      <IntlProvider locale={locale} messages={messages}>
        {children}
      </IntlProvider>
    </LocaleContext>
  );
}
