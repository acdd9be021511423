import type { MessageFormatElement } from 'react-intl';
import type { Locale } from './languages';

/** Messages by their names, compiled by the build. */
export type Messages = Record<string, MessageFormatElement[]>;

/** All messages of the app in one language, but for those that a page of its own brings along. */
export interface Catalog {
  readonly locale: Locale;
  readonly messages: Messages;
}

// A chunk each: nobody loads the words of a language that they do not read.
const sources = { en: () => import('../messages/en.json'), ja: () => import('../messages/ja.json') };

type Load = (locale: Locale) => Promise<unknown>;

/** The further messages of the parts of the app that are in use. */
const further = new Set<Load>();

/** Has further messages loaded with those of every language that is chosen from now on: a page changes as a whole. */
export function loadTogether(load: Load): void {
  further.add(load);
}

/** Loads the messages of a language. Further ones that do not come are asked for again where they are shown. */
export async function loadCatalog(locale: Locale): Promise<Catalog> {
  const others = [...further].map((load) => load(locale).catch(() => null));
  const [{ default: messages }] = await Promise.all([sources[locale](), ...others]);
  return { locale, messages: messages as unknown as Messages };
}
