import type { Credentials } from '../credentials';
import { readProblem } from '../problem';
import { request } from '../request';

export interface RestCall {
  /** Sent as JSON. */
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether the credential has to be a new one. */
  readonly renew?: boolean;
}

/** The REST API of one document, with the credentials of its connection. */
export class DocumentRest {
  readonly #address: string;
  readonly #credentials: Credentials;

  constructor(address: string, credentials: Credentials) {
    this.#address = address;
    this.#credentials = credentials;
  }

  /** @throws ProblemError */
  async call<T>(method: string, path: string, { body, headers = {}, renew = false }: RestCall = {}): Promise<T> {
    const answer = await request(`${this.#address}${path}`, {
      method,
      headers: {
        ...headers,
        authorization: await this.#credentials.authorization({ renew }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw await readProblem(answer);
    return (answer.status === 204 ? undefined : await answer.json()) as T;
  }
}
