import { sceneOfCover } from '../protocol/covers';
import { fieldLimits } from '../protocol/limits';
import {
  amount,
  boolean,
  type Check,
  calendarDate,
  currencyCode,
  type DocumentSchema,
  oneOf,
  optional,
  string,
  webAddress,
} from './schema';
import { richTextFormats } from './text-formats';

const text = string(fieldLimits.maxRegisterChars);
const url = webAddress(fieldLimits.maxUrlChars);

/** A picture on the web, or one of our own scenes. */
const cover: Check = (value) => (typeof value === 'string' && sceneOfCover(value) !== null ? null : url(value));

/** A trip: the schema of {@link TripView}. */
export const tripSchema = {
  kind: 'trip',
  registersRoot: 'details',
  fields: {
    title: { kind: 'text' },
    description: { kind: 'text' },
    notes: { kind: 'text', formats: richTextFormats },
    start_date: { kind: 'register', check: optional(calendarDate) },
    end_date: { kind: 'register', check: optional(calendarDate) },
    destination: { kind: 'register', check: optional(text) },
    cover: { kind: 'register', check: optional(cover) },
    archived: { kind: 'register', check: optional(boolean) },
    itinerary: {
      kind: 'list',
      placed: true,
      element: {
        time_slot: { kind: 'register', check: optional(text) },
        type: { kind: 'register', check: optional(oneOf('hotel', 'attraction', 'restaurant', 'transport', 'free')) },
        resource_id: { kind: 'register', check: optional(text) },
        title: { kind: 'text' },
        notes: { kind: 'text' },
        booking_status: { kind: 'ranked', ranks: ['pending', 'confirmed', 'cancelled'] },
        cost: { kind: 'register', check: optional(amount(fieldLimits.maxAmount)) },
        currency: { kind: 'register', check: optional(currencyCode) },
        url: { kind: 'register', check: optional(url) },
      },
    },
    budget: { kind: 'map', checkKey: currencyCode, check: amount(fieldLimits.maxAmount) },
    attachments: {
      kind: 'list',
      placed: false,
      element: { url: { kind: 'register', check: optional(url) }, title: { kind: 'text' } },
    },
  },
  rules: [
    {
      fields: ['start_date', 'end_date'],
      check: (start, end) =>
        typeof start === 'string' && typeof end === 'string' && end < start ? 'end_date must not be before start_date' : null,
    },
  ],
  listed: ['title', 'start_date', 'end_date', 'destination', 'cover', 'archived'],
} as const satisfies DocumentSchema;

/** One run of a rich text: the Delta format that Yjs and Quill share. */
export interface DeltaRun {
  readonly insert: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** One card of the plan. `day` null: not planned yet. Sorted by day, order, id; unplanned ones last. */
export interface ItineraryItem {
  readonly id: string;
  readonly day: number | null;
  readonly order: string;
  readonly time_slot: string | null;
  readonly type: 'hotel' | 'attraction' | 'restaurant' | 'transport' | 'free' | null;
  readonly resource_id: string | null;
  readonly title: string;
  readonly notes: string;
  readonly booking_status: 'pending' | 'confirmed' | 'cancelled';
  readonly cost: number | null;
  readonly currency: string | null;
  /** A page about it: the booking, the menu, the opening hours. */
  readonly url: string | null;
}

/** A trip as plain JSON. Every field is there, null (a text: empty) where unset. */
export interface TripView {
  readonly id: string;
  readonly owner_id: string;
  readonly collaborators: readonly { id: string; name: string; role: string; color: string }[];
  readonly title: string;
  readonly description: string;
  readonly notes: readonly DeltaRun[];
  readonly start_date: string | null;
  readonly end_date: string | null;
  readonly destination: string | null;
  /** `cover:` and the name of a scene, or the address of a picture. */
  readonly cover: string | null;
  /** Whether it is put away: over, or no longer planned. */
  readonly archived: boolean | null;
  readonly itinerary: readonly ItineraryItem[];
  readonly budget: Readonly<Record<string, number>>;
  readonly attachments: readonly { id: string; url: string | null; title: string }[];
  readonly metadata: { readonly created_at: string; readonly updated_at: string; readonly version: number };
}
