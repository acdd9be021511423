export * from '../sdk';
export { ClientProvider, useClient } from './client-context';
export { type PresenceView, usePresence } from './use-presence';
export { type Saved, useSaved } from './use-saved';
export { useShared } from './use-shared';
export { useText } from './use-text';
export { type OpenTrip, useTrip } from './use-trip';
