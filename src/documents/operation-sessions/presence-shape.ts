import type { OperationPresence } from '../../protocol/operations';
import { personColor } from '../../protocol/person-colors';
import type { Present } from '../api';
import type { PresenceEntry } from '../presence-board';

/** Where somebody is, as JSON sessions say it. */
export type FieldCursor = NonNullable<OperationPresence['cursor']>;

/** What a JSON session shows of itself. */
export interface Shown {
  readonly cursor: FieldCursor | null;
  readonly isTyping: boolean;
}

/** A presence state in the keys that our SDK reads and writes, but for `user`. */
interface SharedState {
  readonly client_id?: unknown;
  readonly cursor?: unknown;
  readonly typing?: unknown;
}

/** What a JSON session shows, as a state of y-awareness: everybody sees everybody, whatever they speak. */
export function stateOf(clientId: string, { cursor, isTyping }: Shown): Record<string, unknown> {
  const field = cursor === null ? null : normalField(cursor.field);
  return {
    client_id: clientId,
    cursor: cursor === null || field === null ? null : { ...placeOf(field), offset: cursor.position ?? null },
    typing: isTyping ? { field: field ?? '' } : null,
    activity: isTyping ? 'editing' : 'viewing',
  };
}

/** What a state says of the place where somebody is. Clients may share anything: what has another shape says nothing. */
export function shownIn(state: SharedState): Shown {
  const typing = isObject(state.typing) && typeof state.typing.field === 'string' ? state.typing.field : null;
  const cursor = cursorIn(state.cursor) ?? (typing === null || typing === '' ? null : { field: typing });
  return { cursor, isTyping: typing !== null };
}

/** An entry of the presence board as JSON sessions see it. */
export function presenceOf(entry: PresenceEntry, lastSeenMs: number): OperationPresence {
  const { user, ...state } = JSON.parse(entry.state ?? '{}') as { user?: Present['user'] } & SharedState;
  const shown = shownIn(state);
  return {
    user_id: entry.person,
    user: {
      id: entry.person,
      name: user?.name ?? '',
      avatar_url: user?.avatar ?? null,
      color: user?.color ?? personColor(entry.person),
    },
    client_id: presenceClientId(entry.client, state),
    cursor: shown.cursor,
    // Somebody whose connection was lost types nothing.
    is_typing: shown.isTyping && entry.session !== null,
    joined_at: entry.joinedAtMs,
    last_seen: lastSeenMs,
  };
}

function presenceClientId(client: number, { client_id: said }: SharedState): string {
  return typeof said === 'string' && said !== '' ? said : String(client);
}

function cursorIn(cursor: unknown): FieldCursor | null {
  if (!isObject(cursor) || typeof cursor.field !== 'string') return null;
  const { section, index, field, offset } = cursor;
  const isInElement = typeof section === 'string' && (typeof index === 'string' || typeof index === 'number');
  const path = isInElement ? `${section}/${index}/${field}` : cursor.field;
  return Number.isSafeInteger(offset) && (offset as number) >= 0 ? { field: path, position: offset as number } : { field: path };
}

/** `/attendees/@x/name` and `attendees/x/name` are one place. */
function normalField(field: string): string {
  return field
    .replace(/^\//, '')
    .split('/')
    .map((part) => part.replace(/^@/, ''))
    .join('/');
}

/** A place as our SDK names it. */
function placeOf(field: string): { section: string; index: string | null; field: string } {
  const [section = field, index, ...rest] = field.split('/');
  return index === undefined || rest.length === 0
    ? { section: field, index: null, field }
    : { section, index, field: rest.join('/') };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
