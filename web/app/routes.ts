/** The addresses of the app's pages. The service worker answers them without a network. */
export const routes = {
  trips: '/',
  trip: '/trips/:id/:section?',
  calendar: '/calendar',
  invite: '/invites/:token',
  inbox: '/inbox',
  inboxSettings: '/inbox/settings',
} as const;
