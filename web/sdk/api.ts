import type { ItineraryItem, TripView } from '../../src/documents/trip';
import type { Member } from '../../src/protocol/messages';
import type { InviteRole, Role } from '../../src/protocol/roles';
import type { DocumentKind } from './document-kind';
import { readProblem } from './problem';
import { request } from './request';
import { type TokenSource, Tokens } from './tokens';

/** A trip as the list shows it. */
export interface TripSummary {
  readonly id: string;
  readonly title: string;
  /** `YYYY-MM-DD`, or null where unset. */
  readonly start_date: string | null;
  readonly end_date: string | null;
  readonly destination: string | null;
  /** `cover:` and the name of a scene, or the address of a picture. */
  readonly cover: string | null;
  readonly archived: boolean;
  /** The first members, at most five; `member_count` says how many there are. */
  readonly members: readonly User[];
  readonly member_count: number;
  readonly updated_at: string;
  /** What the caller is in this trip. */
  readonly role: Role;
  /** Of a deleted trip: until when it can be restored. */
  readonly restorable_until: string | null;
}

/** Which trips a list has. */
export interface TripQuery {
  /** `next_cursor` of the page before. */
  readonly cursor?: string;
  /** Words in the title or the destination. */
  readonly q?: string;
  /** The archived trips in place of the others. */
  readonly archived?: boolean;
  /** The deleted trips that the caller can restore, in place of the others. */
  readonly deleted?: boolean;
}

/** One page of the list of trips. */
export interface TripPage {
  readonly trips: readonly TripSummary[];
  /** Passed as `cursor` to get the next page; null on the last one. */
  readonly next_cursor: string | null;
}

/** Somebody who is signed in. */
export interface User {
  readonly id: string;
  readonly name: string;
  /** URL of a picture. */
  readonly avatar: string | null;
  /** `#rrggbb`, the same for everyone. */
  readonly color: string;
}

/** What an invitation is made with. */
export interface NewInvite {
  readonly role: InviteRole;
  /** Seconds; a week unless given. */
  readonly expires_in?: number;
  /** How many people may accept it; any number unless given. */
  readonly max_uses?: number;
}

/** An invitation as its makers see it, without its token. */
export interface Invite {
  readonly id: string;
  readonly role: InviteRole;
  /** ISO 8601. */
  readonly expires_at: string;
  readonly max_uses: number | null;
  readonly uses: number;
  readonly created_by: string;
  readonly created_at: string;
}

/** An invitation as it is told once, to who made it. */
export interface MadeInvite extends Invite {
  readonly token: string;
  /** The link to it. */
  readonly url: string;
}

/** The document that an invitation leads to. */
export interface InvitedTo {
  readonly kind: DocumentKind;
  readonly id: string;
}

/** An invitation as its holder sees it. */
export interface InvitePreview extends InvitedTo {
  readonly title: string;
  readonly role: InviteRole;
  readonly invited_by: { readonly name: string };
  readonly expires_at: string;
}

/** The fields a new trip can start with. */
export type NewTrip = Partial<
  Pick<TripView, 'title' | 'description' | 'notes' | 'start_date' | 'end_date' | 'destination' | 'cover' | 'budget'>
> & { readonly itinerary?: readonly Partial<ItineraryItem>[] };

/** Fields of a trip that are to be changed; null unsets one. */
export type TripChange = Partial<
  Pick<TripView, 'title' | 'description' | 'start_date' | 'end_date' | 'destination' | 'cover' | 'archived'>
>;

/** The REST API, typed. Every method throws `ProblemError`. */
export class Api {
  readonly #url: string;
  readonly #tokens: Tokens;

  /**
   * @param url origin of the server, e.g. `https://trips.example`
   * @param token where tokens come from; `Tokens` when others show the same
   */
  constructor(url: string, token: TokenSource | Tokens) {
    this.#url = url;
    this.#tokens = token instanceof Tokens ? token : new Tokens(token);
  }

  /** The signed-in person's trips, latest change first. */
  listTrips(query: TripQuery = {}): Promise<TripPage> {
    const parameters = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
    return this.call('GET', `/v1/trips${parameters.size > 0 ? `?${parameters}` : ''}`);
  }

  /**
   * Creates a trip.
   * @param idempotencyKey the same key again creates nothing new: use one per intention, and keep it for retries.
   */
  createTrip(trip: NewTrip, idempotencyKey: string): Promise<TripView> {
    return this.call('POST', '/v1/trips', { body: trip, headers: { 'idempotency-key': idempotencyKey } });
  }

  getTrip(id: string): Promise<TripView> {
    return this.call('GET', tripPath(id));
  }

  /** Changes fields of a trip, whatever its version: for one that is not open. */
  changeTrip(id: string, change: TripChange): Promise<TripView> {
    const headers = { 'content-type': 'application/merge-patch+json', 'if-match': '*' };
    return this.call('PATCH', tripPath(id), { body: change, headers });
  }

  async deleteTrip(id: string): Promise<void> {
    await this.call('DELETE', tripPath(id));
  }

  /** Takes the deletion of a trip back, until `restorable_until`. */
  restoreTrip(id: string): Promise<TripView> {
    return this.call('POST', `${tripPath(id)}/restore`);
  }

  /** Hands a trip to another member, who becomes its owner; the caller stays as an editor. Answers all members. */
  async transferTrip(id: string, personId: string): Promise<readonly Member[]> {
    const body = { user_id: personId };
    return (await this.call<{ members: readonly Member[] }>('POST', `${tripPath(id)}/transfer`, { body })).members;
  }

  me(): Promise<User> {
    return this.call('GET', '/v1/me');
  }

  async listMembers(tripId: string): Promise<readonly Member[]> {
    return (await this.call<{ members: readonly Member[] }>('GET', `${tripPath(tripId)}/members`)).members;
  }

  /** Adds somebody to a trip, or changes their role. */
  putMember(tripId: string, personId: string, role: Role): Promise<Member> {
    return this.call('PUT', `${tripPath(tripId)}/members/${encodeURIComponent(personId)}`, { body: { role } });
  }

  async removeMember(tripId: string, personId: string): Promise<void> {
    await this.call('DELETE', `${tripPath(tripId)}/members/${encodeURIComponent(personId)}`);
  }

  /**
   * Makes an invitation. The answer alone holds its token: it cannot be read again.
   * @param idempotencyKey the same key again makes no second one, and gets the same answer: use one per intention, and keep it for retries.
   */
  createInvite(tripId: string, invite: NewInvite, idempotencyKey: string): Promise<MadeInvite> {
    return this.call('POST', `${tripPath(tripId)}/invites`, { body: invite, headers: { 'idempotency-key': idempotencyKey } });
  }

  /** The invitations of a trip that still hold. */
  async listInvites(tripId: string): Promise<readonly Invite[]> {
    return (await this.call<{ invites: readonly Invite[] }>('GET', `${tripPath(tripId)}/invites`)).invites;
  }

  /** Ends an invitation at once. Who has accepted it already stays a member. */
  async revokeInvite(tripId: string, inviteId: string): Promise<void> {
    await this.call('DELETE', `${tripPath(tripId)}/invites/${encodeURIComponent(inviteId)}`);
  }

  /** What an invitation leads to, before it is accepted. Code `invite-over` when it has expired or is used up. */
  readInvite(token: string): Promise<InvitePreview> {
    return this.call('GET', `/v1/invites/${encodeURIComponent(token)}`);
  }

  acceptInvite(token: string): Promise<InvitedTo & { readonly role: Role }> {
    return this.call('POST', `/v1/invites/${encodeURIComponent(token)}/accept`);
  }

  /** A call of the REST API; for the parts of the SDK that are loaded on their own. @param path from `/v1` on */
  async call<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
    const token = await this.#tokens.read(null);
    const answer = await this.#send(method, path, options, token);
    // A token can expire between two calls; the source gets one chance to bring a better one.
    if (answer.status !== 401 || !this.#tokens.canRenew) return readAnswer<T>(answer);
    return readAnswer<T>(await this.#send(method, path, options, await this.#tokens.read(token)));
  }

  #send(method: string, path: string, { body, headers }: CallOptions, token: string): Promise<Response> {
    return request(`${this.#url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  }
}

export interface CallOptions {
  /** Sent as JSON, a text as it is. */
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Signs in as anyone; servers answer it in development only.
 * @throws ProblemError `not-found` where this is not offered.
 */
export async function devLogin(url: string, person: { user_id: string; name: string }): Promise<{ token: string; user: User }> {
  const answer = await request(`${url}/v1/auth/dev-login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(person),
  });
  return readAnswer(answer);
}

function tripPath(id: string): string {
  return `/v1/trips/${encodeURIComponent(id)}`;
}

/** @throws ProblemError when the answer is not ok */
export async function readAnswer<T>(response: Response): Promise<T> {
  if (!response.ok) throw await readProblem(response);
  if (response.status === 204) return undefined as T;
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return (await (isJson ? response.json() : response.text())) as T;
}
