import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { IntlProvider } from 'react-intl';
import en from '../messages/en.json';
import ja from '../messages/ja.json';

const catalogs = { en, ja } as const;
const storageKey = 'triptrip.locale';

/** The languages of the page. */
export type Locale = keyof typeof catalogs;
export const locales: readonly { readonly id: Locale; readonly name: string; readonly short: string }[] = [
  { id: 'en', name: 'English', short: 'EN' },
  { id: 'ja', name: '日本語', short: '日本語' },
];

/** The name of a message in the catalogs. */
export type MessageId = keyof typeof en;

interface LocaleChoice {
  readonly locale: Locale;
  readonly setLocale: (locale: Locale) => void;
}

const LocaleContext = createContext<LocaleChoice>({ locale: 'en', setLocale: () => undefined });

/** The language that is shown, and the way to choose another one. */
export function useLocale(): LocaleChoice {
  return use(LocaleContext);
}

/** Shows everything below it in the language that was chosen here before, else in one that the browser asks for. */
export function LocaleProvider({ children }: { children: ReactNode }) {
  const [locale, setLocale] = useState(initialLocale);
  useEffect(() => {
    document.documentElement.lang = locale;
    localStorage.setItem(storageKey, locale);
  }, [locale]);
  const choice = useMemo(() => ({ locale, setLocale }), [locale]);
  return (
    <LocaleContext value={choice}>
      <IntlProvider locale={locale} messages={catalogs[locale]}>
        {children}
      </IntlProvider>
    </LocaleContext>
  );
}

function initialLocale(): Locale {
  const wanted = [localStorage.getItem(storageKey), ...navigator.languages].map((tag) => tag?.split('-')[0]);
  return wanted.find((tag): tag is Locale => tag !== undefined && Object.hasOwn(catalogs, tag)) ?? 'en';
}
