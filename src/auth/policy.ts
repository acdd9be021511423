import type { DocumentKind } from '../protocol/document-kinds';
import { type DocumentAction, documentActions, type Identity, type Role } from '../protocol/roles';
import type { RoomName } from '../protocol/rooms';

/**
 * The only policy: who may do what. Routes, frames and objects all ask here.
 */

// A commenter is a viewer until there are comments.
const watching: readonly DocumentAction[] = ['read', 'share-presence'];

const actionsOfRole: Readonly<Record<Role, ReadonlySet<DocumentAction>>> = {
  owner: new Set(documentActions),
  editor: new Set<DocumentAction>([...watching, 'respond', 'edit']),
  commenter: new Set<DocumentAction>([...watching, 'respond']),
  viewer: new Set<DocumentAction>([...watching, 'respond']),
};

/** What a token with a scope may be used for. */
interface Scope {
  /** What in which kinds of documents. */
  readonly kinds: readonly DocumentKind[];
  readonly inDocuments: readonly DocumentAction[];
  readonly outside: readonly AccountAction[];
}

const readTrips: readonly AccountAction[] = ['list-trips', 'see-trip-invite'];
const readEvents: readonly AccountAction[] = ['list-events', 'see-event-invite'];
const writeEvents: readonly AccountAction[] = ['create-event', 'create-calendar', 'accept-event-invite'];

const scopes: Readonly<Record<string, Scope>> = {
  'trips:read': { kinds: ['trip'], inDocuments: watching, outside: readTrips },
  'trips:write': {
    kinds: ['trip'],
    inDocuments: documentActions,
    outside: [...readTrips, 'create-trip', 'accept-trip-invite'],
  },
  // Events belong to calendars, so one scope is for both.
  'events:read': { kinds: ['event', 'calendar'], inDocuments: watching, outside: readEvents },
  'events:write': { kinds: ['event', 'calendar'], inDocuments: documentActions, outside: [...readEvents, ...writeEvents] },
  'inbox:read': outsideOnly('read-inbox'),
  'inbox:write': outsideOnly('read-inbox', 'write-inbox'),
  'notifications:write': outsideOnly('send-notifications'),
  'rooms:write': outsideOnly('publish-to-rooms'),
  'webhooks:write': outsideOnly('manage-webhooks'),
};

function outsideOnly(...outside: AccountAction[]): Scope {
  return { kinds: [], inDocuments: [], outside };
}

/** Whether a word of a token's scope means anything here. */
export function isScope(word: string): boolean {
  return Object.hasOwn(scopes, word);
}

/** A document of a kind, and the role that somebody has in it; null: they are no member. */
export interface DocumentAccess {
  readonly kind: DocumentKind;
  readonly role: Role | null;
}

/**
 * Whether `identity` may do `action` in a document. An admin may do everything everywhere, a service what its membership
 * allows; scopes restrict both, and never add anything.
 */
export function allows(identity: Identity, { kind, role }: DocumentAccess, action: DocumentAction): boolean {
  const isInScope = scopeAllows(identity, ({ kinds, inDocuments }) => kinds.includes(kind) && inDocuments.includes(action));
  if (!isInScope) return false;
  if (identity.role === 'admin') return true;
  return role !== null && actionsOfRole[role].has(action);
}

/** What can be done outside of a document. */
export type AccountAction =
  | 'list-trips'
  | 'create-trip'
  | 'see-trip-invite'
  | 'accept-trip-invite'
  /** Calendars too, and when people are busy. */
  | 'list-events'
  | 'create-event'
  | 'create-calendar'
  /** To an event, or to a calendar. */
  | 'see-event-invite'
  | 'accept-event-invite'
  /** One's own: nobody reads or writes another person's inbox. */
  | 'read-inbox'
  | 'write-inbox'
  | 'send-notifications'
  /** To rooms that everybody may join. */
  | 'publish-to-rooms'
  | 'manage-webhooks';

/** Whose tokens an action is for; absent: everybody's. */
const rolesOfAccountAction: Readonly<Partial<Record<AccountAction, readonly Identity['role'][]>>> = {
  'send-notifications': ['service', 'admin'],
  'publish-to-rooms': ['service', 'admin'],
  'manage-webhooks': ['admin'],
};

/** Whether `identity` may do something that is not about one existing document. */
export function allowsAccount(identity: Identity, action: AccountAction): boolean {
  return (
    scopeAllows(identity, ({ outside }) => outside.includes(action)) &&
    (rolesOfAccountAction[action]?.includes(identity.role) ?? true)
  );
}

/** A room, and the role that somebody has in the trip it belongs to; null for no member, and for any other room. */
export interface RoomAccess {
  readonly name: RoomName;
  readonly role: Role | null;
}

/** Whether `identity` may be in a room, and be told what happens there. */
export function mayJoinRoom(identity: Identity, { name, role }: RoomAccess): boolean {
  if (!allowsAccount(identity, 'read-inbox')) return false;
  switch (name.kind) {
    case 'public':
    case 'hashtag':
    case 'stock':
      return true;
    case 'trip':
      return allows(identity, { kind: 'trip', role }, 'read');
    case 'user':
      return name.key === identity.id;
  }
}

/** Whether `identity` may say something in a room: systems may everywhere, people in the rooms of trips that they edit. */
export function mayPublish(identity: Identity, { name, role }: RoomAccess): boolean {
  if (allowsAccount(identity, 'publish-to-rooms')) return true;
  return name.kind === 'trip' && allows(identity, { kind: 'trip', role }, 'edit');
}

function scopeAllows(identity: Identity, isIt: (scope: Scope) => boolean): boolean {
  if (identity.scopes === null) return true;
  return identity.scopes.some((word) => {
    const scope = isScope(word) ? scopes[word] : undefined;
    return scope !== undefined && isIt(scope);
  });
}
