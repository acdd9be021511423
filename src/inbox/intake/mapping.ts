import type { WebhookEvent } from './cloud-events';
import { isObject, type Json, type JsonObject } from './json';
import { fillTemplate, parseTemplate } from './template';

/** What becomes of the events of one type: a notification whose texts are templates (PROTOCOL.md, Q7). */
export interface MappingRule {
  /** A type, or the beginning of one and `*`. Absent: every event. */
  readonly when?: { readonly type: string };
  /** In the shape of `POST /v1/notifications`. */
  readonly notification: JsonObject;
}

/** Rules in order: the first one that fits an event counts. Null: events are notifications already. */
export type Mapping = readonly MappingRule[] | null;

/** A template that is none, and where it stands in its rule. */
export interface MappingFault {
  readonly pointer: string;
  readonly detail: string;
}

/** What is wrong with a rule when it is declared. `fields`: what a notification may have. */
export function faultsOf(rule: MappingRule, fields: readonly string[]): MappingFault[] {
  const unknown = Object.keys(rule.notification).filter((key) => !fields.includes(key));
  return [
    ...unknown.map((key) => ({ pointer: `/notification/${key}`, detail: 'A notification has no such field.' })),
    ...templateFaults(rule.notification, '/notification'),
  ];
}

/** The notification that a mapping makes of an event, not yet checked; null for an event that no rule wants. */
export function applyMapping(mapping: Mapping, event: WebhookEvent): Json | null {
  if (mapping === null) return event.payload;
  const rule = mapping.find(({ when }) => when === undefined || fits(when.type, event.type));
  return rule === undefined ? null : (filled(rule.notification, event.document) ?? null);
}

function fits(wanted: string, type: string | null): boolean {
  if (type === null) return false;
  return wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted;
}

/** A copy with its templates filled; what is missing in the event is missing in the copy. */
function filled(value: Json, event: Json): Json | undefined {
  if (typeof value === 'string') return fillTemplate(value, event);
  if (Array.isArray(value)) {
    return (value as readonly Json[]).map((entry) => filled(entry, event)).filter((entry) => entry !== undefined);
  }
  if (!isObject(value)) return value;
  // `fromEntries` defines members: a key such as `__proto__` is one like any other.
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, entry]) => {
      const made = filled(entry, event);
      return made === undefined ? [] : [[key, made]];
    }),
  );
}

function templateFaults(value: Json, pointer: string): MappingFault[] {
  if (typeof value === 'string') {
    return parseTemplate(value) === null ? [{ pointer, detail: 'This is no template: braces hold JSON pointers.' }] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) =>
    templateFaults(entry as Json, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}
