import type { DeviceAddress, MessageContent, OutgoingMessage } from '../../../../src/inbox/channels/channel';
import { type Channels, createChannels } from '../../../../src/inbox/channels/channels';
import { type ChannelBindings, channelsConfigOf } from '../../../../src/inbox/channels/config';
import { KeptTokens } from '../../../../src/inbox/channels/kept-tokens';
import type { OutboxEntry } from '../../../../src/inbox/channels/outbox-entry';

export const nowMs = Date.parse('2026-05-06T12:00:00Z');

/** A request as a provider got it. */
export interface Sent {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

export type Answer = Response | Error | 'never' | ((sent: Sent) => Response);

/** A provider that answers in turn, and keeps what it got. */
export class FakeProvider {
  readonly sent: Sent[] = [];
  readonly timeouts: number[] = [];
  readonly outbox: OutboxEntry[] = [];
  readonly reports: string[] = [];
  nowMs = nowMs;
  readonly #answers: Answer[] = [];

  answer(...answers: readonly Answer[]): this {
    this.#answers.push(...answers);
    return this;
  }

  channels(bindings: Partial<ChannelBindings>, { development = false } = {}): Channels {
    return createChannels(channelsConfigOf({ ENVIRONMENT: development ? 'development' : 'production', ...bindings }), {
      ...this.ports,
      tokens: new KeptTokens(),
      outbox: development ? async (entry) => void this.outbox.push(entry) : null,
      report: (event) => void this.reports.push(event),
    });
  }

  readonly ports = {
    nowMs: () => this.nowMs,
    timeout: (ms: number) => {
      this.timeouts.push(ms);
      // What waits for an answer that never comes has waited long enough.
      return this.#answers[0] === 'never'
        ? AbortSignal.abort(new DOMException('too long', 'TimeoutError'))
        : new AbortController().signal;
    },
    fetch: async (url: string, init: RequestInit): Promise<Response> => {
      init.signal?.throwIfAborted();
      if (init.redirect !== 'manual') throw new Error('a channel must not follow redirects');
      const body = new Uint8Array(await new Response(init.body ?? null).arrayBuffer());
      const text = new TextDecoder().decode(body);
      const sent = { url, method: init.method ?? 'GET', headers: new Headers(init.headers), body, text, json: jsonOf(text) };
      this.sent.push(sent);
      const answer = this.#answers.shift() ?? new Response(null, { status: 599 });
      if (answer instanceof Error) throw answer;
      return answer instanceof Response ? answer : (answer as (sent: Sent) => Response)(sent);
    },
  };

  /** The last request. */
  get last(): Sent {
    const last = this.sent.at(-1);
    if (last === undefined) throw new Error('nothing was sent');
    return last;
  }
}

export const alert: Extract<MessageContent, { kind: 'alert' }> = {
  kind: 'alert',
  notificationId: '0198a000-0000-7000-8000-00000000000a',
  type: 'booking_confirmed',
  title: 'Booked: 嵐山 <ryokan>',
  body: 'It is for 3 May 2026.',
  data: {},
  image: 'https://pictures.example/ryokan.jpg',
  actions: [
    { id: 'see', label: 'See it', style: 'primary', url: '/trips/1', done_at: null, under_way: false, failure: null },
    { id: 'cancel', label: 'Cancel', style: 'danger', url: null, done_at: null, under_way: false, failure: null },
  ],
  priority: 'high',
  url: '/inbox?notification=1',
  language: 'en',
  unreadCount: 3,
  closed: [],
};

export const refresh: MessageContent = { kind: 'refresh', closed: [alert.notificationId], unreadCount: 2 };

export function messageTo(to: DeviceAddress, content: MessageContent = alert): OutgoingMessage {
  return { deliveryId: '0198a000-0000-7000-8000-0000000000d1', person: 'aoi', to, content, ttlSeconds: 3_600 };
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
}

function jsonOf(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
