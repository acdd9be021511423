/** The message of the service worker to a page that it should go to a path. */
export const openMessage = 'open-notification';
