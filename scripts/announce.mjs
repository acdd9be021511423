import { demoPeople, demoSource } from './demo-content.mjs';

/**
 * Says where the server is and who to sign in as.
 * @param {string} url
 * @param {string} persistTo
 */
export function announce(url, persistTo) {
  const people = demoPeople.map(({ id, name, role }) => `${name} (${id}, ${role})`).join(', ');
  console.log(`
  TripTrip is at     ${url}
  Sign in as         ${people}, or under any name
  Its API            ${url}/docs
  What it would send ${url}/dev/outbox
  Send webhooks to   ${url}/v1/webhooks/${demoSource.name}, signed with ${demoSource.secret}
  It keeps its data  ${persistTo}
  Stop it            Ctrl-C
`);
}
