import { z } from '@hono/zod-openapi';
import { isPersonId } from '../auth/claims';
import type { Audience } from '../inbox/intake/audience';
import type { NotificationDraft, SourceType } from '../inbox/intake/draft';
import { isWellFormed } from '../inbox/intake/json';
import { isTypeName } from '../inbox/notifications/preference-rules';
import { fieldLimits, inboxLimits, intakeLimits, restLimits } from '../protocol/limits';
import {
  actionStyles,
  isAppPath,
  notificationCategories,
  notificationChannels,
  notificationPriorities,
} from '../protocol/notifications';
import { isDocumentId } from './document-ids';
import { invalidAt } from './problems';

/** The shapes of notifications that come in: by REST, and as what a mapping makes of a webhook. */

export const typeName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_.-]*$/, 'must be a name such as booking_confirmed')
  .max(inboxLimits.maxTypeChars)
  // What people could set no preference for is the name of no type.
  .refine(isTypeName, 'must be another name')
  .openapi({ example: 'booking_confirmed' });

const category = z.enum(notificationCategories);
// `medium` is the specification's other name for it.
const priority = z
  .enum([...notificationPriorities, 'medium'])
  .transform((value) => (value === 'medium' ? 'normal' : value))
  .openapi({ type: 'string', enum: [...notificationPriorities, 'medium'] });
const channels = z.array(z.enum(notificationChannels)).max(notificationChannels.length);
const moment = z.iso.datetime({ offset: true }).openapi({ example: '2026-11-29T09:00:00Z' });
const day = z.iso.date().openapi({ example: '2026-11-29' });
const key = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => text.isWellFormed(), 'must be well-formed text');
const words = (maxChars: number) =>
  z
    .string()
    .max(maxChars)
    .refine((text) => text.isWellFormed(), 'must be well-formed text');
const link = z
  .string()
  .max(fieldLimits.maxUrlChars)
  .refine((text) => isAppPath(text) || isWebAddress(text), 'must be an http(s) address or a path of the app');
const webAddress = z.string().max(fieldLimits.maxUrlChars).refine(isWebAddress, 'must be an http(s) address');
const person = z.string().refine(isPersonId, 'must be the id of a person');

const Action = z
  .strictObject({
    id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be a short name'),
    label: words(inboxLimits.maxActionLabelChars).min(1),
    style: z.enum(actionStyles).default('default'),
    url: link.optional().openapi({ description: 'Where the button leads.' }),
    webhook: webAddress.optional().openapi({ description: 'What the server calls, once, when the button is pressed.' }),
  })
  .refine(({ url, webhook }) => (url === undefined) !== (webhook === undefined), 'needs either url or webhook')
  .openapi('NewNotificationAction');

const data = z
  .record(z.string(), z.unknown())
  .refine((value) => new TextEncoder().encode(JSON.stringify(value)).byteLength <= inboxLimits.maxDataBytes, {
    message: `must have at most ${inboxLimits.maxDataBytes} bytes`,
  })
  .refine(isWellFormed, 'must have well-formed texts');

const notificationFields = {
  type: typeName,
  category: category.optional(),
  priority: priority.optional(),
  channels: channels.optional().openapi({ description: 'Absent: those of the type.' }),
  title: words(inboxLimits.maxTitleChars).min(1).optional().openapi({
    description: 'Absent: from the template of the type.',
  }),
  body: words(inboxLimits.maxBodyChars).optional(),
  message: words(inboxLimits.maxBodyChars).optional().openapi({ description: 'Another name of `body`.' }),
  data: data.default({}),
  image: webAddress.nullable().default(null).openapi({ description: 'A picture. The app shows it only when it is `https`.' }),
  actions: z
    .array(Action)
    .max(inboxLimits.maxActions)
    // A press names its button by its id.
    .refine((actions) => new Set(actions.map(({ id }) => id)).size === actions.length, 'have one id twice')
    .default([]),
  expires_at: moment.nullable().default(null),
  send_at: moment.nullable().default(null).openapi({ description: 'Not before this time.' }),
  dedupe_key: key.nullable().default(null).openapi({
    description: 'A second notification of yours with this key within 24 hours is the first one.',
  }),
  digest_key: key.nullable().default(null).openapi({
    description: 'Notifications of yours with one key and one type within 5 minutes become one.',
  }),
};

const recipients = z
  // The usual one first: each that does not fit is tried in vain.
  .union([z.array(person).min(1).max(intakeLimits.maxRecipients), person])
  .transform((value) => (typeof value === 'string' ? [value] : value))
  .openapi({ type: 'array', items: { type: 'string' }, description: 'Ids of people; a single one may stand alone.' });

const AudienceShape = z
  .union([
    z.strictObject({ trip: z.string().refine(isDocumentId, 'must be the id of a trip') }),
    z.strictObject({ type: typeName }),
    z.strictObject({
      everyone: z.literal(true),
      filter: z
        .strictObject({
          destination: z.string().min(1).max(restLimits.maxSearchChars).optional(),
          from: day.optional(),
          to: day.optional(),
        })
        .optional()
        .openapi({ description: 'Those with a trip to this destination that has one of these days.' }),
    }),
  ])
  .openapi('NotificationAudience', {
    description: 'The members of a trip, the subscribers of a type, or everyone.',
  });

/** What a notification may be made of; a mapping may fill these. */
export const notificationFieldNames: readonly string[] = [...Object.keys(notificationFields), 'recipients', 'audience'];

/** One notification, and who gets it. */
export const NewNotificationShape = z
  .strictObject({ recipients: recipients.optional(), audience: AudienceShape.optional(), ...notificationFields })
  .refine((value) => (value.recipients === undefined) !== (value.audience === undefined), 'needs either recipients or audience')
  .openapi('NewNotification');

/** One notification, or several. */
export const NotificationCall = z
  .union([
    NewNotificationShape,
    z.strictObject({ notifications: z.array(NewNotificationShape).min(1).max(intakeLimits.maxNotificationsPerCall) }),
  ])
  .openapi('NotificationCall');

export const SourceTypeShape = z
  .strictObject({ category: category.optional(), priority: priority.optional(), channels: channels.optional() })
  .openapi('SourceType');

const Result = z
  .object({
    recipient: z.string(),
    id: z.string().openapi({ description: 'Of the notification.' }),
    result: z.enum(['accepted', 'duplicate', 'digested', 'scheduled', 'refused']),
    code: z.string().optional().openapi({ description: 'Why the inbox refused.' }),
  })
  .readonly();

export const NotificationResults = z.object({ results: z.array(Result).readonly() }).openapi('NotificationResults');

export const JobStarted = z.object({ job_id: z.string().openapi({ format: 'uuid' }) }).openapi('NotificationJobStarted');

/**
 * The draft in a checked notification.
 * @throws Refused `invalid` when it is to wait for longer than an inbox keeps what waits.
 */
export function draftOf(shape: z.output<typeof NewNotificationShape>, nowMs: number): NotificationDraft {
  const body = shape.body ?? shape.message;
  const sendAtMs = msOf(shape.send_at);
  if (sendAtMs !== null && sendAtMs > nowMs + inboxLimits.maxSendAheadMs) throw invalidAt('/send_at', 'This is too far ahead.');
  return {
    type: shape.type,
    ...sourceTypeOf(shape),
    ...(shape.title === undefined ? {} : { title: shape.title }),
    ...(body === undefined ? {} : { body }),
    data: shape.data,
    image: shape.image,
    actions: shape.actions.map(({ id, label, style, url, webhook }) => ({
      id,
      label,
      style,
      ...(url === undefined ? {} : { url }),
      ...(webhook === undefined ? {} : { webhook }),
    })),
    expiresAtMs: msOf(shape.expires_at),
    sendAtMs,
    dedupeKey: shape.dedupe_key,
    digestKey: shape.digest_key,
  };
}

/** Who a checked notification is for. */
export function audienceOf({ recipients: people, audience }: z.output<typeof NewNotificationShape>): Audience {
  if (audience === undefined) return { kind: 'people', people: [...new Set(people ?? [])] };
  if ('trip' in audience) return { kind: 'trip', trip: audience.trip };
  if ('type' in audience) return { kind: 'type', type: audience.type };
  const { destination = null, from = null, to = null } = audience.filter ?? {};
  return { kind: 'everyone', filter: { destination, from, to } };
}

/** What is declared of a type, without what is not. */
export function sourceTypeOf(shape: z.output<typeof SourceTypeShape>): SourceType {
  return {
    ...(shape.category === undefined ? {} : { category: shape.category }),
    ...(shape.priority === undefined ? {} : { priority: shape.priority }),
    ...(shape.channels === undefined ? {} : { channels: shape.channels }),
  };
}

function msOf(text: string | null): number | null {
  return text === null ? null : Date.parse(text);
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}
