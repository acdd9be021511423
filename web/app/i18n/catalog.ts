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

/** Loads the messages of a language. */
export async function loadCatalog(locale: Locale): Promise<Catalog> {
  const { default: messages } = await sources[locale]();
  return { locale, messages: messages as unknown as Messages };
}
