/**
 * Every limit of TripTrip, in one place, with its unit in its name.
 * Where more happens than that something is refused, a rule of PROTOCOL.md names the limit and says what.
 */

const KiB = 1024;
const MiB = 1024 * KiB;
const daySeconds = 24 * 60 * 60;

/** Limits of one document (a trip, an event or a calendar) and of the connections to it. */
export const documentLimits = {
  /** The encoded state of a document, and so the largest update that can make sense. */
  maxDocumentBytes: 3 * MiB,
  /** Structs (Yjs items) of a document, deleted ones included. */
  maxDocumentStructs: 150_000,
  /** The same for an update that only deletes: what it cuts in two are two. It mostly makes room, so it may go further. */
  maxStructsAfterDeletes: 300_000,
  /** Roots of a document, those included that its schema does not know: what is in them is deleted, they stay. */
  maxDocumentRoots: 100,
  /** A sync frame: a whole document plus its envelope. */
  maxSyncFrameBytes: 3 * MiB + 64,
  /** Structs of one update, and ranges that it deletes: as many as a document can have. */
  maxUpdateStructs: 300_000,
  /** Every other frame. */
  maxControlFrameBytes: 64 * KiB,
  /** One person's presence state as JSON: it has to fit a socket's attachment (16 KiB). */
  maxPresenceStateBytes: 8 * KiB,
  /** Presence states that go out as one frame: y-websocket sends all of it back as one, which `maxControlFrameBytes` has to hold. */
  maxPresenceFrameBytes: 48 * KiB,

  editsPerSecond: 30,
  editBurst: 100,
  /** Of an update of somebody who may only read, each so many bytes count as an edit: it costs time and is not applied. */
  readerBytesPerEdit: 64 * KiB,
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
  /** While something goes on in a document, dead sockets are looked for this often. */
  deadSocketCheckMs: 10_000,
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
  /** The same when the last connection has gone: nobody waits for it, and who opens the document next does not wait for these rows. */
  compactWhenLeftAfterRows: 100,
  /** A client id that was announced and never brought structs is forgotten after this time. */
  unusedReplicaMs: 24 * 60 * 60 * 1000,
  /** Such ids that are kept for one person, besides those of who is here now. */
  maxUnusedReplicas: 10,
  /** A deleted document keeps its content this long before it is purged. */
  purgeAfterMs: 30 * 24 * 60 * 60 * 1000,

  maxMembers: 500,

  /** A ticket that is not used within this time is void. */
  ticketMs: 30_000,

  /** Invitations that somebody can still accept. */
  maxOpenInvites: 100,
  maxInviteUses: 1_000,
  /** The answer to a call with an idempotency key is given again for this long. */
  keepInviteKeysMs: daySeconds * 1000,
  /** Until an invitation expires, when nobody said anything else … */
  defaultInviteSeconds: 7 * daySeconds,
  /** … and at most. */
  maxInviteSeconds: 365 * daySeconds,
} as const;

/** Limits of what can be done with the history of a document. */
export const historyLimits = {
  defaultVersionsPerPage: 50,
  maxVersionsPerPage: 200,
  /** What somebody can undo: their newest rows … */
  maxUndoRows: 100,
  /** … that are not older than this … */
  undoMs: 24 * 60 * 60 * 1000,
  /** … and among the newest rows of everybody. */
  maxUndoReach: 2_000,
  /** What is reverted has to be among so many of the newest rows. */
  maxRevertReach: 5_000,
} as const;

/** Limits of single fields of a document. */
export const fieldLimits = {
  maxRegisterChars: 2_000,
  /** Of a title, which may be as long as a document: so much of it stands in lists, and in what people are told. */
  maxListedTitleChars: 500,
  maxUrlChars: 2_048,
  maxIdChars: 64,
  maxAmount: 1_000_000_000_000,
  maxDay: 10_000,
  /** An order key longer than this is replaced by the server. */
  maxOrderKeyChars: 64,
  maxTagChars: 64,
  maxTags: 100,
  maxMailChars: 320,
  /** Of an event: everybody in it is told of it, and every view, list and file has all of them. */
  maxAttendees: 500,
  /** Of a series: occurrences that are other than the rule says. */
  maxExceptions: 1_000,
  /** Of an event. */
  minYear: 1900,
  maxYear: 2999,
  maxRecurrenceChars: 1_000,
  maxReminderMinutes: 40_320,
  maxJsonFieldBytes: 64 * KiB,
  maxJsonFieldDepth: 32,
} as const;

/** Limits of JSON operations on documents. */
export const operationLimits = {
  /** A message: a batch of operations with its values. UTF-16 units. */
  maxMessageChars: MiB,
  maxMessageIdChars: 128,
  maxClientIdChars: 64,
  /** OPs of one person in one document: a steady rate, and at once. A batch of operations is one. */
  operationsPerMinute: 600,
  operationBurst: 50,
  /** The answer to an operation is given again for this long when it comes a second time … */
  keepAnswersMs: 24 * 60 * 60 * 1000,
  /** … for so many operations of a person. */
  maxKeptAnswers: 1_000,
  keepConflictsMs: 90 * 24 * 60 * 60 * 1000,
  maxConflicts: 1_000,
  /** Who lacks more operations than these gets the whole state. */
  maxMissedOperations: 100,
  /** To sessions that take no text edits, a text that is being written goes out whole this often. */
  textEveryMs: 500,
  /** That somebody types, or does not any more, is told at most this often … */
  typingEveryMs: 500,
  /** … and no more this long after they last said so. */
  typingEndsMs: 3_000,
  /** Name of a field in somebody's presence. */
  maxFieldChars: 200,
} as const;

/** Limits of locks. */
export const lockLimits = {
  /** A lock ends after this time, unless it is renewed. */
  lockMs: 30_000,
  /** Of a document. */
  maxLocks: 100,
  maxLocksOfPerson: 20,
  maxPathChars: 500,
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
  /** So long somebody stays signed in who does not come, in seconds; their identity provider may say less. */
  signInRenewalSeconds: 30 * 86_400,
  /** Calls from one address that sign somebody in, or out; the same number stands in wrangler.toml (LOGIN_LIMIT). */
  loginsPerPeriod: 300,
  /** Tickets of one person; the same number stands in wrangler.toml (TICKET_LIMIT). */
  ticketsPerPeriod: 300,
  /** Invitations looked at or accepted from one address, and by one person; the same number stands in wrangler.toml (INVITE_LIMIT). */
  invitesPerPeriod: 120,
  maxNameChars: 100,
  maxUserIdChars: 128,
} as const;

/** Limits of a person's inbox and of its hub connections. */
export const hubLimits = {
  /** Of one person; the oldest is closed at the next one. */
  maxConnectionsPerPerson: 5,
  /** From the upgrade to a valid token. */
  authenticationMs: 10_000,
  /** A client is warned this long before its token expires. */
  expiryWarningMs: 60_000,
  maxMessageBytes: 64 * KiB,
  /** Messages a client may send: a steady rate, and at once. */
  messagesPerMinute: 100,
  messageBurst: 10,
  /** Inside of one `batch`; each counts. */
  maxBatchMessages: 50,
  /** Events are kept this long … */
  keepEventsMs: 24 * 60 * 60 * 1000,
  /** … and at most so many. */
  maxEvents: 1_000,
  /** What happens in rooms is written after at most about this time … */
  tailMs: 4_000,
  /** … or so many events … */
  maxTailEvents: 100,
  /** … or so many characters of JSON. */
  maxTailChars: 256 * KiB,
  /** Keys of events that were taken; a source tries again within moments, or it sends few. */
  maxEventKeys: 10_000,
  /** What a client without a cursor gets: the events of this time … */
  recentMs: 30_000,
  /** … and at most so many. */
  maxRecentEvents: 50,
  maxEventsPerPage: 200,
  defaultEventsPerPage: 50,
  /** A client that has left so many events unacknowledged is closed, and comes again with its cursor. */
  maxUnacknowledged: 500,
  longPollMs: 25_000,
  /** A message over HTTP that needs somebody else's answer is answered within this time. */
  carryMs: 10_000,
  /** A comment that keeps a stream of server-sent events open, and finds out whether it is. */
  ssePingMs: 15_000,
  sseRetryMs: 2_000,
  /** An ended session is listed this long … */
  keepEndedSessionMs: 30 * 60 * 1000,
  /** … as one of so many. */
  maxEndedSessions: 50,
  maxDeviceIdChars: 128,
  maxClientVersionChars: 64,
  maxDeviceNameChars: 64,
  /** A connection that was not heard of for this long, not even by a ping, is dead; who polls comes again within it. */
  deadConnectionMs: 60_000,
  /** The ids of handled messages are remembered this long: a message sent again has no second effect. */
  rememberMessagesMs: 10 * 60 * 1000,
  maxRooms: 50,
  /** Somebody whose last connection was lost is in their rooms still for this long. */
  roomGraceMs: 30_000,
  /** Whoever stays in a room says so this often, well within the room's `stalePersonMs`. */
  renewRoomMs: 8 * 60 * 60 * 1000,
} as const;

/** Limits of what an inbox keeps. */
export const inboxLimits = {
  keepNotificationsMs: 90 * 24 * 60 * 60 * 1000,
  /** What is older than that is looked for this often. */
  tidyEveryMs: 24 * 60 * 60 * 1000,
  maxNotifications: 10_000,
  /** Notifications that one inbox takes: a steady rate, and at once. */
  acceptedPerSecond: 50,
  acceptBurst: 1_000,
  /** Of the burst, what notifications of low priority leave to the others, and these to the critical ones. */
  acceptReserve: { low: 500, normal: 100, high: 100, critical: 0 },
  /** A second event with the same key within this time is the first one. */
  dedupeMs: 24 * 60 * 60 * 1000,
  /** Events of one digest key within this time are one notification. */
  digestMs: 5 * 60 * 1000,
  maxTitleChars: 200,
  maxBodyChars: 4_000,
  maxDataBytes: 16 * KiB,
  maxActions: 5,
  maxActionLabelChars: 40,
  maxTypeChars: 64,
  maxDevices: 20,
  maxDeviceLabelChars: 100,
  /** Marks take about 55 bytes each. */
  maxMarksBytes: 1536 * KiB,
  maxSubscriptions: 200,
  /** The marks of the person's devices arrive as updates of at most this size. */
  maxMarksUpdateBytes: 256 * KiB,
  maxSnoozeMs: 365 * 24 * 60 * 60 * 1000,
  maxSendAheadMs: 365 * 24 * 60 * 60 * 1000,
  actionTimeoutMs: 10_000,
  /** The server of an action that does not answer is called this often. */
  maxActionTries: 3,
} as const;

/** The codes by which people show that a mailbox or a number is theirs. */
export const verificationLimits = {
  codeDigits: 6,
  codeMs: 10 * 60 * 1000,
  /** Wrong ones, of one code. */
  maxTries: 5,
  /** Until there may be another code for an address. */
  resendMs: 60_000,
  /** Of one person, for all of their addresses together. */
  maxCodesPerDay: 20,
  /** To one mailbox or number within `codesPerAddressMs`, whoever asks for them. */
  maxCodesPerAddress: 5,
  codesPerAddressMs: 60 * 60 * 1000,
} as const;

/** How a delivery is tried again: the waits between the tries, and how long one try may take. */
export const deliveryLimits = {
  retryDelaysMs: [60_000, 300_000, 1_800_000, 7_200_000, 86_400_000],
  /** A provider that asks to wait for longer is asked again after this: the longest of the waits above. */
  maxRetryAfterMs: 86_400_000,
  maxTries: { in_app: 1, push: 3, email: 6, sms: 3 },
  timeoutMs: { push: 30_000, email: 60_000, sms: 30_000 },
  /** A provider may keep trying to reach a device for at most this long. */
  maxTtlSeconds: daySeconds,
  /** Deliveries of one inbox under way at the same time. */
  maxParallel: 6,
  /** Notifications that one silent push closes: their ids fit each push service, of which FCM leaves the least room. */
  maxClosedPerPush: 50,
  /** What is to be closed where no silent push goes waits this long for an alert to take it along. */
  waitForAlertMs: 7 * 24 * 60 * 60 * 1000,
} as const;

/** Limits of a room. */
export const roomLimits = {
  keepEventsMs: 24 * 60 * 60 * 1000,
  maxEvents: 1_000,
  maxMessageBytes: 32 * KiB,
  /** Of the name of an event. */
  maxEventChars: 64,
  /** Messages reach the inboxes together, after at most this time … */
  batchMs: 100,
  /** … or so many … */
  maxBatchEvents: 100,
  /** … or so many characters of JSON. */
  maxBatchChars: 512 * KiB,
  /** A room with more people tells them through relays, each of which has at most so many. */
  fanOutWidth: 500,
  /** So many people, and so many relays, a room tells by itself. */
  maxPeople: 500 * 501,
  /** In a room with more people, who comes and goes is told to nobody, and the list of people ends here. */
  maxPeopleTold: 100,
  /** Deliveries of one room, or one relay, under way at the same time: whoever says something does not wait for all of them. */
  maxParallel: 40,
  /** An empty room goes after this time. */
  emptyRoomMs: 60 * 60 * 1000,
  /** Somebody whose inbox has not joined anew for this long is gone. */
  stalePersonMs: 24 * 60 * 60 * 1000,
  /** A delivery that failed is tried again after this time, then after twice as long, and so on … */
  retryMs: 1_000,
  /** … up to this. */
  maxRetryMs: 60_000,
  /** Ids of messages that a room remembers, to know a message that comes a second time. */
  rememberedMessages: 20_000,
  messagesPerSecond: 50,
  messageBurst: 200,
  /** Of the burst, what messages of low priority leave to the others. */
  messageReserve: 100,
} as const;

/** Limits of calendars and of what is asked of them. */
export const calendarLimits = {
  maxEvents: 50_000,
  /** Of so many events the roles have changed with those of their calendar before the call that changed them is answered. */
  maxEventsToldAtOnce: 500,
  /** Events of one calendar that are told of something at the same time. */
  maxParallel: 40,
  /** An event that could not be told is told again after this time, then after twice as long, and so on … */
  retryMs: 1_000,
  /** … up to this. */
  maxRetryMs: 5 * 60_000,
  /** A window of a list. */
  maxRangeMs: 400 * 24 * 60 * 60 * 1000,
  defaultOccurrences: 500,
  maxOccurrences: 2_500,
  /** Named in one question. */
  maxCalendars: 100,
  /** A calendar file that is imported. */
  maxFileBytes: 4 * MiB,
  /** Events that one call takes over from a file; the next call goes on behind them. */
  maxEventsPerImport: 250,
  /** Events of a file that is imported at all. */
  maxEventsOfFile: 10_000,
  /** Events that are written into one file: those that end last. */
  maxEventsWritten: 5_000,
  /** A description that is longer, and a list of more guests, stand in the file of the event alone, in none of its calendar. */
  maxFiledDescriptionChars: 4_000,
  maxFiledGuests: 100,
  /** Of exceptions of an event that have more characters as JSON, lists know the times and not the words. */
  maxListedExceptionChars: 128 * KiB,
  /** Feeds of one person for one calendar. */
  maxFeeds: 20,
  maxFeedLabelChars: 100,
  /** A call that makes a feed with an idempotency key is answered again with the same one for this long. */
  keepFeedKeysMs: daySeconds * 1000,
  /** Feeds read from one address; the same number stands in wrangler.toml (FEED_LIMIT). */
  feedReadsPerPeriod: 300,
  /** That an event is gone is remembered this long, and so long a sync token is good. */
  keepDeparturesMs: 30 * 24 * 60 * 60 * 1000,
} as const;

/** Limits of what other systems bring. */
export const intakeLimits = {
  maxWebhookBytes: 256 * KiB,
  webhookToleranceSeconds: 300,
  /** Named in one call; more are an audience. */
  maxRecipients: 1_000,
  maxNotificationsPerCall: 100,
  /** More recipients than this make a job. */
  maxDirectRecipients: 100,
  /** Webhooks and notifications of one source or one caller in a period; the same number stands in wrangler.toml (INTAKE_LIMIT). */
  requestsPerPeriod: 6_000,
  maxSources: 100,
  /** A change of a source acts everywhere after this time. */
  sourceCacheMs: 5_000,
  maxMappingRules: 50,
  maxMappingBytes: 32 * KiB,
  maxDeclaredTypes: 50,
  /** After a rotation the former secret is good for this long. */
  rotationMs: 24 * 60 * 60 * 1000,
  /** The answer to a call with an idempotency key is given again for this long. */
  keepAnswersMs: 24 * 60 * 60 * 1000,
  keepWebhookLogMs: 30 * 24 * 60 * 60 * 1000,
  /** Recipients in one message of the queue. */
  jobBatchSize: 100,
  /** How often a batch is tried before what is left of it has failed; one less stands in wrangler.toml (max_retries). */
  maxJobTries: 5,
  /** Batches of one job that may wait in the queue at the same time. */
  maxQueuedBatches: 50,
  /** A batch that nothing was heard of is queued again after this time, then after twice as long, … */
  jobRequeueMs: 30_000,
  /** … and at most after this. */
  maxJobRequeueMs: 10 * 60 * 1000,
  /** Recipients read from the database at once. */
  audiencePageSize: 1_000,
  /** A finished job can be asked about for this long. */
  keepJobMs: 30 * 24 * 60 * 60 * 1000,
} as const;
