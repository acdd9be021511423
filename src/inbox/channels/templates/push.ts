import type { PushPayload } from '../../../protocol/push-payload';
import type { MessageContent } from '../channel';
import { shortened } from './fields';

/** What phones show of a body, and more. */
const maxPushBodyChars = 500;

/** What a push brings, of at most `maxBytes` as JSON: what it closes goes first, then the body is cut, then the picture and the buttons go. */
export function pushPayloadOf(content: MessageContent, maxBytes: number): PushPayload {
  if (content.kind === 'refresh') return { kind: 'refresh', closed: content.closed, unreadCount: content.unreadCount };
  const whole: PushPayload = {
    kind: 'alert',
    notificationId: content.notificationId,
    type: content.type,
    title: content.title,
    body: shortened(content.body, maxPushBodyChars),
    image: content.image,
    actions: content.actions.map(({ id, label }) => ({ id, label })),
    priority: content.priority,
    url: content.url,
    language: content.language,
    unreadCount: content.unreadCount,
  };
  const closing = content.closed.length === 0 ? whole : { ...whole, closed: content.closed };
  const smaller = [
    closing,
    whole,
    { ...whole, body: shortened(whole.body, 120) },
    { ...whole, body: '', image: null, actions: [] },
  ];
  return (
    smaller.find((payload) => sizeOf(payload) <= maxBytes) ?? {
      ...whole,
      title: shortened(whole.title, 60),
      body: '',
      image: null,
      actions: [],
      url: '/',
    }
  );
}

function sizeOf(payload: PushPayload): number {
  return new TextEncoder().encode(JSON.stringify(payload)).byteLength;
}
