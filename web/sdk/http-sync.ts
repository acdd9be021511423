import { type Role, roles } from '../../src/protocol/roles';
import { decodeSyncAnswer, encodeSyncRequest } from '../../src/protocol/sync-body';
import type { Credentials } from './credentials';
import { readProblem } from './problem';
import { request } from './request';

/** What a replica brings to an exchange over HTTP. */
export interface SyncOffer {
  readonly stateVector: Uint8Array;
  /** Null when the server is known to have everything. */
  readonly update: Uint8Array | null;
}

/** What a replica gets from it. */
export interface SyncOutcome {
  /** A Yjs update; null when neither side had anything new. */
  readonly update: Uint8Array | null;
  /** What the caller may do now; null when the server does not say. */
  readonly role: Role | null;
}

/** `POST …/sync`: the exchange of updates where sockets do not get through. */
export class HttpSync {
  readonly #url: string;
  readonly #credentials: Credentials;
  #etag: string | null = null;

  /** @param url of the document, e.g. `https://trips.example/v1/trips/<id>`. */
  constructor(url: string, credentials: Credentials) {
    this.#url = `${url}/sync`;
    this.#credentials = credentials;
  }

  /**
   * Brings and gets updates.
   * @throws ProblemError
   */
  async exchange(offer: SyncOffer, renew: boolean): Promise<SyncOutcome> {
    const body = encodeSyncRequest({ stateVector: offer.stateVector, update: offer.update ?? new Uint8Array() });
    const headers: Record<string, string> = {
      authorization: await this.#credentials.authorization({ renew }),
      'content-type': 'application/octet-stream',
      'content-encoding': 'gzip',
    };
    // Only who brings nothing can be told "nothing new": an update must be read.
    if (offer.update === null && this.#etag !== null) headers['if-none-match'] = this.#etag;
    const answer = await request(this.#url, { method: 'POST', headers, body: await gzip(body) });
    if (answer.status === 304) return { update: null, role: roleIn(answer) };
    if (!answer.ok) throw await readProblem(answer);
    const { update } = decodeSyncAnswer(new Uint8Array(await answer.arrayBuffer()));
    this.#etag = answer.headers.get('etag');
    return { update, role: roleIn(answer) };
  }
}

function roleIn(answer: Response): Role | null {
  const told = answer.headers.get('x-triptrip-role');
  return roles.find((role) => role === told) ?? null;
}

async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Blob> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Response(stream).blob();
}
