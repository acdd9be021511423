/**
 * Every limit of TripTrip, in one place, with its unit in its name.
 * What happens at each of them is a rule of PROTOCOL.md, section "Limits".
 */

const KiB = 1024;
const MiB = 1024 * KiB;
const daySeconds = 24 * 60 * 60;

/** Limits of one document (a trip or an event) and of the connections to it. */
export const documentLimits = {
  /** The encoded state of a document, and so the largest update that can make sense. */
  maxDocumentBytes: 3 * MiB,
  /** Structs (Yjs items) of a document, deleted ones included. */
  maxDocumentStructs: 150_000,
  /** A sync frame: a whole document plus its envelope. */
  maxSyncFrameBytes: 3 * MiB + 64,
  /** Every other frame. */
  maxControlFrameBytes: 64 * KiB,
  /** One person's presence state as JSON: it has to fit a socket's attachment (16 KiB). */
  maxPresenceStateBytes: 8 * KiB,

  editsPerSecond: 30,
  editBurst: 100,
  /** SyncStep1: each answer costs a walk over the document. */
  syncsPerSecond: 2,
  syncBurst: 20,
  presencePerSecond: 30,
  presenceBurst: 60,

  maxConnectionsPerPerson: 5,
  maxConnections: 500,
  /** Connections that have not sent a token yet; they take no place from those that have. */
  maxUnauthenticated: 50,
  /** From the upgrade to a valid token. */
  authenticationMs: 10_000,
  /** A session is asked again (SyncStep1) this often without progress before it is closed. */
  maxAsksWithoutProgress: 3,

  /** A socket that said nothing for this long is dead. */
  deadSocketMs: 60_000,
  /** Presence of a lost connection stays this long. */
  presenceGraceMs: 30_000,
  /** The longest time updates wait to be flushed together. */
  maxWindowMs: 50,
  /** Presence reaches the socket's attachment within this time. */
  presencePersistMs: 1_000,

  /** Compaction starts when the tail of the log has this many rows … */
  compactAfterRows: 500,
  /** … or this many bytes. */
  compactAfterBytes: 256 * KiB,
  /** A binding of a client id that never brought structs is forgotten after this time. */
  unusedReplicaMs: 24 * 60 * 60 * 1000,
  /** A deleted document keeps its content this long before it is purged. */
  purgeAfterMs: 30 * 24 * 60 * 60 * 1000,

  maxMembers: 500,

  /** A ticket that is not used within this time is void. */
  ticketMs: 30_000,

  /** Invitations that somebody can still accept. */
  maxOpenInvites: 100,
  maxInviteUses: 1_000,
  /** Until an invitation expires, when nobody said anything else … */
  defaultInviteSeconds: 7 * daySeconds,
  /** … and at most. */
  maxInviteSeconds: 365 * daySeconds,
} as const;

/** Limits of single fields of a document. */
export const fieldLimits = {
  maxRegisterChars: 2_000,
  maxUrlChars: 2_048,
  maxIdChars: 64,
  maxAmount: 1_000_000_000_000,
  maxDay: 10_000,
  /** An order key longer than this is replaced by the server. */
  maxOrderKeyChars: 64,
} as const;

/** Limits of the REST surface. */
export const restLimits = {
  maxJsonBytes: MiB,
  /** Objects and arrays inside one another in a JSON body. */
  maxJsonDepth: 32,
  maxPatchOperations: 1_000,
  maxIdempotencyKeyChars: 255,
  maxSearchChars: 200,
  maxTokenChars: 8 * KiB,
  defaultPageSize: 50,
  maxPageSize: 200,
  /** Seconds; the `ratelimits` binding counts in windows of 10 or 60. */
  ratePeriodSeconds: 60,
  /** Calls of one person that change something; the same number stands in wrangler.toml (WRITE_LIMIT). */
  writesPerPeriod: 600,
  /** Development logins from one address; the same number stands in wrangler.toml (LOGIN_LIMIT). */
  loginsPerPeriod: 300,
  /** Tickets of one person; the same number stands in wrangler.toml (TICKET_LIMIT). */
  ticketsPerPeriod: 300,
  /** Invitations looked at or accepted from one address, and by one person; the same number stands in wrangler.toml (INVITE_LIMIT). */
  invitesPerPeriod: 120,
  maxNameChars: 100,
  maxUserIdChars: 128,
} as const;
