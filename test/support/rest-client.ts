/** Somebody who uses the REST API in a test. */
export interface Caller {
  readonly url: string;
  readonly id: string;
  readonly token: string;
}

/** An answer of the REST API with its body read. */
export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** Signs in as a demo person. `role` is the token's role, not one in a document. */
export async function login(url: string, id: string, name: string, role?: 'user' | 'admin' | 'service'): Promise<Caller> {
  const answer = await fetch(`${url}/v1/auth/dev-login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user_id: id, name, ...(role === undefined ? {} : { role }) }),
  });
  if (answer.status !== 200) throw new Error(`sign-in answered ${answer.status}: ${await answer.text()}`);
  const { token } = (await answer.json()) as { token: string };
  return { url, id, token };
}

/**
 * Calls the API with a JSON body.
 * @param headers more headers, e.g. `if-match`, or another `content-type`
 */
export async function api<Body = unknown>(
  caller: Caller,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer<Body>> {
  const answer = await fetch(`${caller.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${caller.token}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: (text === '' ? null : JSON.parse(text)) as Body };
}

/** The same, for the steps of a test that are not what it tests: anything but a 2xx throws. */
export async function expectOk<Body = unknown>(
  caller: Caller,
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
): Promise<Body> {
  const answer = await api<Body>(caller, method, path, body, headers);
  if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** Creates a trip and answers its id. */
export async function createTrip(owner: Caller, fields: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const trip = await expectOk<{ id: string }>(owner, 'POST', '/v1/trips', fields);
  return trip.id;
}

/** Makes somebody a member of a trip, or changes their role. */
export async function putMember(owner: Caller, tripId: string, memberId: string, role: string): Promise<void> {
  await expectOk(owner, 'PUT', `/v1/trips/${tripId}/members/${memberId}`, { role });
}
