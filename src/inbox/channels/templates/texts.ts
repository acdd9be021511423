import { inboxLimits } from '../../../protocol/limits';
import type { NotificationAction, NotificationChannel } from '../../../protocol/notifications';
import { fieldsOf, type Language, oneLine, shortened } from './fields';
import { englishTexts } from './texts-en';
import { japaneseTexts } from './texts-ja';
import type { Text, TypeTexts } from './type-texts';

/** The part of a notification that its words come from. */
export interface Wordless {
  readonly type: string;
  /** The sender's own words; null or absent: those of the template. */
  readonly title?: string | null;
  readonly body?: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  /** How many events it stands for. */
  readonly count: number;
}

const textsOf: Readonly<Record<Language, TypeTexts>> = { en: englishTexts, ja: japaneseTexts };

/**
 * What a notification says over a channel, in a language: its sender's words, else the template of its type, else the name of the
 * type. Whatever the data is, there is a title (PROTOCOL.md, Z10).
 */
export function textOf(notification: Wordless, language: Language, channel: NotificationChannel): Text {
  const { title, body } = notification;
  const made = fromTemplate(notification, language, channel);
  return {
    title: oneLine(title ?? '', inboxLimits.maxTitleChars) || oneLine(made.title, inboxLimits.maxTitleChars),
    // The sender's title with the template's body would be two voices.
    body: shortened(body ?? (title ? '' : made.body), inboxLimits.maxBodyChars),
  };
}

/** What a button says in a language: what its type calls it, else what its sender does. */
export function labelOf(type: string, { id, label }: Pick<NotificationAction, 'id' | 'label'>, language: Language): string {
  const templates = textsOf[language];
  const labels = (Object.hasOwn(templates, type) ? templates[type]?.actions : undefined) ?? {};
  return (Object.hasOwn(labels, id) ? labels[id] : undefined) ?? label;
}

function fromTemplate({ type, data, count }: Wordless, language: Language, channel: NotificationChannel): Text {
  const templates = textsOf[language];
  const ofType = Object.hasOwn(templates, type) ? templates[type] : undefined;
  if (ofType === undefined) return { title: inWords(type), body: '' };
  const ofChannel = channel === 'email' || channel === 'sms' ? ofType[channel] : undefined;
  return (ofChannel ?? ofType.text)(fieldsOf(data, language), count);
}

/** `gate_changed` as "Gate changed". */
function inWords(type: string): string {
  const words = type.replace(/[_.:/-]+/g, ' ').trim() || 'TripTrip';
  return words.charAt(0).toUpperCase() + words.slice(1);
}
