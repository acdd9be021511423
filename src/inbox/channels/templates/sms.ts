import type { MessageContent } from '../channel';
import { oneLine, shortened } from './fields';
import { linkTo } from './links';

/** Two segments of an SMS in Latin letters, five in Japanese ones. */
const maxSmsChars = 300;

/** The text of an SMS: who writes, what about, and where to go. The link is never cut. */
export function smsOf(content: Extract<MessageContent, { kind: 'alert' }>, appUrl: string | null): string {
  const { title, body, url, language } = content;
  const link = appUrl === null || content.isCode ? null : linkTo(url, appUrl);
  const end = link === null ? '' : ` ${link}`;
  const said =
    language === 'ja' ? `【TripTrip】${title} ${body}` : `TripTrip: ${title}${/\p{P}$/u.test(title) ? '' : '.'} ${body}`;
  return shortened(oneLine(said, maxSmsChars), Math.max(1, maxSmsChars - end.length)) + end;
}
