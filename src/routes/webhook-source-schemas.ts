import { z } from '@hono/zod-openapi';
import type { WebhookSource } from '../db/webhook-sources';
import type { JsonObject } from '../inbox/intake/json';
import { faultsOf } from '../inbox/intake/mapping';
import { isSecretOf, type SourceSecret, signatureSchemes } from '../inbox/intake/webhook-signatures';
import { intakeLimits, restLimits } from '../protocol/limits';
import { notificationFieldNames, SourceTypeShape, sourceTypeOf, typeName } from './notification-schemas';

/** The shapes of webhook sources on the wire. */

/** Names under `/v1/webhooks/` that are no sources. */
const reservedNames: readonly string[] = ['providers'];

export const sourceName = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'must be lower-case letters, digits and hyphens')
  .refine((name) => !reservedNames.includes(name), 'is taken by the server')
  .openapi({ example: 'booking-system' });

export const SourceParams = z.object({ name: sourceName.openapi({ param: { name: 'name', in: 'path' } }) });

const timestamp = z.string().openapi({ format: 'date-time', example: '2026-11-29T09:00:00.000Z' });

const Rule = z
  .strictObject({
    when: z
      .strictObject({ type: z.string().min(1).max(255) })
      .optional()
      .openapi({ description: 'A type of event, or the beginning of one and `*`. Absent: every event.' }),
    notification: z.record(z.string(), z.unknown()).openapi({
      description:
        'As `POST /v1/notifications` takes it. Texts are templates: `{/data/hotel/name}` is a JSON Pointer into the event.',
    }),
  })
  .superRefine((rule, context) => {
    for (const { pointer, detail } of faultsOf(ruleOf(rule), notificationFieldNames)) {
      context.addIssue({ code: 'custom', message: detail, path: pointer.split('/').slice(1) });
    }
  })
  .openapi('MappingRule', {
    example: {
      when: { type: 'com.example.booking.confirmed' },
      notification: {
        type: 'booking_confirmed',
        recipients: '{/data/guest_id}',
        title: '{/data/hotel} is booked',
        data: { booking: '{/data/id}' },
        dedupe_key: '{/data/id}',
      },
    },
  });

const mapping = z
  .array(Rule)
  .max(intakeLimits.maxMappingRules)
  .refine((rules) => JSON.stringify(rules).length <= intakeLimits.maxMappingBytes, 'is too long')
  .nullable()
  .openapi({ description: 'The first rule that fits an event counts. Null: events are notifications already.' });

const types = z
  .record(typeName, SourceTypeShape)
  .refine((declared) => Object.keys(declared).length <= intakeLimits.maxDeclaredTypes, 'are too many')
  .openapi({ description: 'What is so of a type of this source unless an event says otherwise.' });

const settings = {
  description: z.string().max(restLimits.maxNameChars).default(''),
  mapping: mapping.default(null),
  types: types.default({}),
};

const scheme = z.enum(signatureSchemes).openapi({ description: '`hub`: `X-Hub-Signature-256`.' });
const secret = z.string().max(255).openapi({ description: 'Absent: a new one is made.', example: 'whsec_…' });

export const NewSource = z
  .strictObject({ name: sourceName, scheme: scheme.default('standard'), secret: secret.optional(), ...settings })
  .superRefine((source, context) => {
    if (source.secret === undefined || isSecretOf(source.scheme, source.secret)) return;
    context.addIssue({ code: 'custom', message: secretFault[source.scheme], path: ['secret'] });
  })
  .openapi('NewWebhookSource');

/** Why a text is no secret. */
export const secretFault = {
  standard: 'must be whsec_ and 24 to 64 bytes in base64',
  hub: 'must be 16 to 255 visible ASCII characters',
} as const;

export const SourceSettings = z.strictObject(settings).openapi('WebhookSourceSettings');

export const Rotation = z.strictObject({ secret: secret.optional() }).openapi('WebhookSourceRotation');

const sourceFields = {
  name: z.string(),
  description: z.string(),
  scheme,
  mapping: z.array(z.unknown()).readonly().nullable(),
  types: z.record(z.string(), SourceTypeShape),
  enabled: z.boolean(),
  former_secret_until: timestamp.nullable().openapi({ description: 'Until when the secret before this one is good, too.' }),
  created_by: z.string(),
  created_at: timestamp,
  updated_at: timestamp,
};

export const Source = z.object(sourceFields).readonly().openapi('WebhookSource');

export const SourceList = z.object({ sources: z.array(Source).readonly() }).openapi('WebhookSourceList');

export const SourceWithSecret = z
  .object({ ...sourceFields, secret: z.string().openapi({ description: 'It is told this once.' }) })
  .readonly()
  .openapi('WebhookSourceWithSecret');

export const Delivery = z
  .object({
    id: z.string().openapi({ format: 'uuid' }),
    event_id: z.string(),
    received_at: timestamp,
    tries: z.int(),
    state: z.enum(['open', 'accepted', 'queued', 'ignored', 'refused']),
    result: z.record(z.string(), z.unknown()),
  })
  .readonly()
  .openapi('WebhookDelivery');

export const DeliveryList = z
  .object({ deliveries: z.array(Delivery).readonly(), next_cursor: z.string().nullable() })
  .openapi('WebhookDeliveryList');

export const DeliveryQuery = z.object({
  limit: z.coerce.number().int().min(1).max(restLimits.maxPageSize).default(restLimits.defaultPageSize),
  cursor: z.uuid().optional().openapi({ description: '`next_cursor` of the page before.' }),
});

export const DeliveryParams = SourceParams.extend({
  deliveryId: z.uuid().openapi({ param: { name: 'deliveryId', in: 'path' } }),
});

/** The settings of a source as they are kept. */
export function settingsOf({ description, mapping: rules, types: declared }: z.output<typeof SourceSettings>) {
  return {
    description,
    mapping: rules === null ? null : rules.map(ruleOf),
    types: Object.fromEntries(Object.entries(declared).map(([type, shape]) => [type, sourceTypeOf(shape)])),
  };
}

function ruleOf({ when, notification }: { readonly when?: { type: string } | undefined; readonly notification: object }) {
  return { ...(when === undefined ? {} : { when }), notification: notification as JsonObject };
}

/** A source as administrators see it. */
export function viewOfSource(source: WebhookSource, secrets: readonly SourceSecret[], nowMs: number) {
  const former = secrets.find(({ untilMs }) => untilMs !== null && untilMs > nowMs)?.untilMs ?? null;
  return {
    name: source.name,
    description: source.description,
    scheme: source.scheme,
    mapping: source.mapping,
    types: source.types as z.output<typeof Source>['types'],
    enabled: source.enabled,
    former_secret_until: former === null ? null : new Date(former).toISOString(),
    created_by: source.createdBy,
    created_at: source.createdAt,
    updated_at: source.updatedAt,
  };
}
