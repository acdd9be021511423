import { type DocumentAction, documentActions, type Identity, type Role } from '../protocol/roles';
import type { RoomName } from '../protocol/rooms';

/**
 * The only policy: who may do what. Routes, frames and objects all ask here.
 */

// A commenter is a viewer until there are comments.
const watching: readonly DocumentAction[] = ['read', 'share-presence'];

const actionsOfRole: Readonly<Record<Role, ReadonlySet<DocumentAction>>> = {
  owner: new Set(documentActions),
  editor: new Set<DocumentAction>([...watching, 'edit']),
  commenter: new Set(watching),
  viewer: new Set(watching),
};

const actionsOfScope: Readonly<Record<string, ReadonlySet<DocumentAction | AccountAction>>> = {
  'trips:read': new Set([...watching, 'list-trips', 'see-invite'] as const),
  'trips:write': new Set([...documentActions, 'list-trips', 'see-invite', 'create-trip', 'accept-invite'] as const),
  'inbox:read': new Set(['read-inbox'] as const),
  'inbox:write': new Set(['read-inbox', 'write-inbox'] as const),
  'notifications:write': new Set(['send-notifications'] as const),
  'rooms:write': new Set(['publish-to-rooms'] as const),
  'webhooks:write': new Set(['manage-webhooks'] as const),
};

/** Whether a word of a token's scope means anything here. */
export function isScope(word: string): boolean {
  return Object.hasOwn(actionsOfScope, word);
}

/**
 * Whether `identity` may do `action` in a document in which it has `role` (null: it is no member). An admin may do
 * everything everywhere, a service what its membership allows; scopes restrict both, and never add anything.
 */
export function allows(identity: Identity, role: Role | null, action: DocumentAction): boolean {
  if (!scopeAllows(identity, action)) return false;
  if (identity.role === 'admin') return true;
  return role !== null && actionsOfRole[role].has(action);
}

/** What can be done outside of a document. */
export type AccountAction =
  | 'list-trips'
  | 'create-trip'
  | 'see-invite'
  | 'accept-invite'
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
  return scopeAllows(identity, action) && (rolesOfAccountAction[action]?.includes(identity.role) ?? true);
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
      return allows(identity, role, 'read');
    case 'user':
      return name.key === identity.id;
  }
}

/** Whether `identity` may say something in a room: systems may everywhere, people in the rooms of trips that they edit. */
export function mayPublish(identity: Identity, { name, role }: RoomAccess): boolean {
  if (allowsAccount(identity, 'publish-to-rooms')) return true;
  return name.kind === 'trip' && allows(identity, role, 'edit');
}

function scopeAllows(identity: Identity, action: DocumentAction | AccountAction): boolean {
  if (identity.scopes === null) return true;
  return identity.scopes.some((scope) => isScope(scope) && actionsOfScope[scope]?.has(action));
}
