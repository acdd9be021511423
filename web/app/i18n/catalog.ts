import type { MessageFormatElement } from 'react-intl';
import type { Locale, MessageId } from './languages';

/** All messages in one language, compiled by the build. */
export interface Catalog {
  readonly locale: Locale;
  readonly messages: Record<MessageId, MessageFormatElement[]>;
}

// A chunk each: nobody loads the words of a language that they do not read.
const sources = { en: () => import('../messages/en.json'), ja: () => import('../messages/ja.json') };

/** Loads the messages of a language. */
export async function loadCatalog(locale: Locale): Promise<Catalog> {
  const { default: messages } = await sources[locale]();
  return { locale, messages: messages as unknown as Catalog['messages'] };
}
