import type { Inbox } from '../../react';

/** How long a page that is about to go waits for the server to take what was done in it, in milliseconds. */
const patienceMs = 2_000;

/** Goes to an address outside of the app, as soon as the server has the marks that were just made. */
export function leaveFor(inbox: Inbox, address: string): void {
  const leave = () => {
    stop();
    clearTimeout(timer);
    location.assign(address);
  };
  const stop = inbox.on('state', ({ saved }) => saved && leave());
  const timer = setTimeout(leave, patienceMs);
}
