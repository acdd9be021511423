import { furtherMessages } from '../i18n/further-messages';

/** Adds the words of histories, which few people open. */
export const HistoryMessages = furtherMessages({
  en: () => import('../messages/history/en.json'),
  ja: () => import('../messages/history/ja.json'),
});
