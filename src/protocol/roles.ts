/** Roles of a member in a document, strongest first. */
export const roles = ['owner', 'editor', 'commenter', 'viewer'] as const;

/** What a member is in one document. */
export type Role = (typeof roles)[number];

/** The roles to which an invitation can lead: owners are made by name. */
export const inviteRoles = ['editor', 'commenter', 'viewer'] as const satisfies readonly Role[];

/** A role to which an invitation can lead. */
export type InviteRole = (typeof inviteRoles)[number];

/** Whether a role allows at least as much as another one. */
export function isAtLeast(role: Role, other: Role): boolean {
  return roles.indexOf(role) <= roles.indexOf(other);
}

/** What can be done with a document, over any route and any frame. */
export const documentActions = [
  'read',
  'edit',
  /** Set a ranked status back to a lower one. */
  'lower-status',
  'share-presence',
  /** Say whether one comes, where one is invited. */
  'respond',
  'manage-members',
  'delete',
] as const;

/** One thing that can be done with a document. */
export type DocumentAction = (typeof documentActions)[number];

/** Somebody, and what they are called. */
export type NamedPerson = Pick<Identity, 'id' | 'name'>;

/** Who somebody is, as their token says. The answer of authentication, the question of authorisation. */
export interface Identity {
  readonly id: string;
  readonly name: string;
  /** URL of a picture. */
  readonly avatar: string | null;
  readonly role: 'user' | 'admin' | 'service';
  /** Scopes the token is restricted to; null when it is not restricted. */
  readonly scopes: readonly string[] | null;
  /** Ms since the epoch; null for a token without expiry. */
  readonly expiresAtMs: number | null;
}
