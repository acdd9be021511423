import type { CredentialRequest, Credentials } from '../credentials';
import { ProblemError, readProblem } from '../problem';
import { request } from '../request';

export type RestMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** The REST face of a person's inbox. Every call throws `ProblemError`. */
export class HubRest {
  readonly #url: string;
  readonly #credentials: Credentials;

  /** @param url origin of the server */
  constructor(url: string, credentials: Credentials) {
    this.#url = url;
    this.#credentials = credentials;
  }

  /** One call; a credential that has expired in the meantime is renewed once. */
  async call<T>(method: RestMethod, path: string, body?: object): Promise<T> {
    const authorization = await this.#authorization({ renew: false });
    const answer = await this.#send(method, path, body, authorization);
    if (answer.status !== 401 || !this.#credentials.canRenew) return readAnswer<T>(answer);
    const another = await this.#authorization({ renew: true, refused: authorization });
    return readAnswer<T>(await this.#send(method, path, body, another));
  }

  /** A GET whose caller decides about the credential. `renew`: the last one was refused. */
  async get<T>(path: string, renew: boolean): Promise<T> {
    return readAnswer<T>(await this.#send('GET', path, undefined, await this.#authorization({ renew })));
  }

  /** A program's own source may fail with anything; to whoever calls, it is a server that cannot be reached. */
  async #authorization(request: CredentialRequest): Promise<string> {
    try {
      return await this.#credentials.authorization(request);
    } catch (error) {
      if (error instanceof ProblemError) throw error;
      throw new ProblemError('network', 0, 'There is no credential', { cause: error });
    }
  }

  #send(method: RestMethod, path: string, body: object | undefined, authorization: string): Promise<Response> {
    const headers = body === undefined ? { authorization } : { authorization, 'content-type': 'application/json' };
    return request(`${this.#url}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  }
}

/** A path with those parameters that have a value. */
export function withQuery(path: string, parameters: Readonly<Record<string, string | null>>): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== null);
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}

async function readAnswer<T>(answer: Response): Promise<T> {
  if (!answer.ok) throw await readProblem(answer);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}
