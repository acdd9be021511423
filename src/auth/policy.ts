import { type DocumentAction, documentActions, type Identity, type Role } from '../protocol/roles';

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

const actionsOfScope: Readonly<Record<string, ReadonlySet<DocumentAction>>> = {
  'trips:read': new Set(watching),
  'trips:write': new Set(documentActions),
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
export type AccountAction = 'list-trips' | 'create-trip' | 'see-invite' | 'accept-invite';

const scopeOfAccountAction: Readonly<Record<AccountAction, DocumentAction>> = {
  'list-trips': 'read',
  'create-trip': 'edit',
  'see-invite': 'read',
  'accept-invite': 'edit',
};

/** Whether `identity` may do something that is not about one existing document. */
export function allowsAccount(identity: Identity, action: AccountAction): boolean {
  return scopeAllows(identity, scopeOfAccountAction[action]);
}

function scopeAllows(identity: Identity, action: DocumentAction): boolean {
  if (identity.scopes === null) return true;
  return identity.scopes.some((scope) => isScope(scope) && actionsOfScope[scope]?.has(action));
}
