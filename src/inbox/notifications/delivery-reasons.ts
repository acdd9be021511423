/** Why a delivery is in its state. The trace of a notification shows these words. */
export type DeliveryReason =
  /** It waits for its turn. */
  | 'queued'
  /** It is with the provider now. */
  | 'under-way'
  | 'quiet-hours'
  /** The last try failed, and the next one may not. */
  | 'will-retry'
  /** The provider, or the stream of the person's hub, has it. */
  | 'handed-over'
  /** A device, or a provider's callback, said that it has arrived. */
  | 'confirmed'
  /** The person has read it; what was pending was not sent any more. */
  | 'read'
  /** The provider says that it was opened. */
  | 'opened'
  /** Nobody has configured a provider for this kind of address. */
  | 'unconfigured'
  /** The provider refused it for good. */
  | 'refused'
  | 'address-invalid'
  | 'opted-out'
  /** It was tried as often as the channel is. */
  | 'tries-exhausted'
  /** The notification expired before it could go. */
  | 'expired'
  /** When its time came, the person did not want it over this channel any more. */
  | 'not-wanted-any-more'
  /** The device is not registered any more. */
  | 'device-removed'
  /** A push failed, so it was shown in the app, whatever the plan was. */
  | 'push-failed'
  /** A push that was held was not to go any more, so it was shown in the app. */
  | 'instead-of-push'
  /** A test over one channel, whatever the preferences say. */
  | 'test';
