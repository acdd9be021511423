/** The addresses of the app's pages. The service worker answers them without a network. */
export const routes = {
  trips: '/',
  /** Where the identity provider sends people back. */
  signIn: '/sign-in',
  trip: '/trips/:id/:section?',
  calendar: '/calendar',
  invite: '/invites/:token',
  inbox: '/inbox',
  inboxSettings: '/inbox/settings',
} as const;
