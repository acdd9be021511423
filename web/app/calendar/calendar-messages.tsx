import { furtherMessages } from '../i18n/further-messages';

/** Adds the words of the calendar to those of the app: a page of a trip does not load them. */
export const CalendarMessages = furtherMessages({
  en: () => import('../messages/calendar/en.json'),
  ja: () => import('../messages/calendar/ja.json'),
});
