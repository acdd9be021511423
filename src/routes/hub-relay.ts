import { getLogger } from '@logtape/logtape';
import { type Close, closes } from '../protocol/closes';
import { type HubMessage, type HubRequests, parseHubMessage } from '../protocol/hub-messages';
import { hubLimits as limits } from '../protocol/limits';
import { isTicket } from '../protocol/secrets';
import { admitToHub, checkedWishes, type HubWishes, openAtInbox } from './hub-upgrade';

const logger = getLogger(['triptrip', 'upgrade']);

/** Codes that nobody may send. */
const unsendableCloses: ReadonlySet<number> = new Set([1005, 1006, 1015]);

/**
 * A socket that brought no credential (PROTOCOL.md U2): it is held here until its first message says whose it is, so that
 * no inbox is touched by who is nobody; then it is passed on to the inbox, in both directions.
 */
export function relayToHub(env: Env, wishes: HubWishes, patienceMs: number = limits.authenticationMs): Response {
  const { 0: client, 1: server } = new WebSocketPair();
  server.accept();
  new HubRelay(env, server, wishes, patienceMs);
  return new Response(null, { status: 101, webSocket: client });
}

class HubRelay {
  /** The socket at the inbox; null until the client is in. */
  #inbox: WebSocket | null = null;
  #isJoining = false;
  /** What came while the credential was being checked. */
  readonly #early: string[] = [];
  readonly #patience: ReturnType<typeof setTimeout>;

  constructor(
    private readonly env: Env,
    private readonly client: WebSocket,
    private readonly wishes: HubWishes,
    patienceMs: number,
  ) {
    this.#patience = setTimeout(() => this.#close(closes.unauthenticated), patienceMs);
    client.addEventListener('message', ({ data }) => this.#receive(data as string | ArrayBuffer));
    client.addEventListener('close', ({ code, reason }) => this.#left(code, reason));
  }

  #receive(data: string | ArrayBuffer): void {
    if (this.#inbox !== null) return this.#inbox.send(data);
    if (typeof data !== 'string') return this.#close(closes.malformed);
    if (data.length > limits.maxMessageBytes) return this.#close(closes.tooLarge);
    if (data === 'ping') return this.client.send('pong');
    if (this.#isJoining) return this.#keep(data);
    const message = parseHubMessage(data);
    if (message === null) return this.#close(closes.malformed);
    if (!isAuth(message)) return this.#close(closes.unauthenticated);
    this.#isJoining = true;
    this.#join(message).catch((error: unknown) => {
      logger.error('a socket could not be passed on', { error: String(error) });
      this.#close(closes.recovering);
    });
  }

  #keep(text: string): void {
    if (this.#early.length >= limits.messageBurst) return this.#close(closes.overloaded);
    this.#early.push(text);
  }

  async #join({ id, data }: HubMessage<'auth', HubRequests['auth']>): Promise<void> {
    const wishes = checkedWishes({
      cursor: data.cursor || this.wishes.cursor,
      deviceId: data.device_id ?? this.wishes.deviceId,
      deviceName: data.device_name ?? this.wishes.deviceName,
      clientVersion: data.client_version ?? this.wishes.clientVersion,
    });
    if (wishes === null) return this.#close(closes.malformed);
    const { token } = data;
    const credential = isTicket(token) ? ({ kind: 'ticket', ticket: token } as const) : ({ kind: 'token', token } as const);
    const admission = await admitToHub(this.env, credential, wishes, id);
    if (!admission.ok) return this.#close(admission.close);
    const { webSocket } = await openAtInbox(this.env, admission.person, admission.upgrade);
    if (webSocket === null) return this.#close(closes.recovering);
    this.#pass(webSocket);
  }

  #pass(inbox: WebSocket): void {
    clearTimeout(this.#patience);
    // It may have left meanwhile.
    const isGone = this.client.readyState !== WebSocket.OPEN;
    inbox.addEventListener('message', ({ data }) => {
      if (this.client.readyState === WebSocket.OPEN) this.client.send(data as string | ArrayBuffer);
    });
    inbox.addEventListener('close', ({ code, reason }) =>
      this.#close({ code: unsendableCloses.has(code) ? 1011 : code, reason }),
    );
    inbox.accept();
    if (isGone) return inbox.close(1000);
    this.#inbox = inbox;
    for (const text of this.#early) inbox.send(text);
  }

  #left(code: number, reason: string): void {
    clearTimeout(this.#patience);
    if (this.#inbox?.readyState === WebSocket.OPEN) this.#inbox.close(unsendableCloses.has(code) ? 1000 : code, reason);
  }

  #close({ code, reason }: Close): void {
    clearTimeout(this.#patience);
    if (this.client.readyState === WebSocket.OPEN) this.client.close(code, reason);
  }
}

function isAuth(message: HubMessage): message is HubMessage<'auth', HubRequests['auth']> {
  const { token, client_version, device_id, device_name, cursor } = message.data as Readonly<Record<string, unknown>>;
  const said = [client_version, device_id, device_name, cursor];
  const isTextOrAbsent = said.every((value) => value === undefined || typeof value === 'string');
  return message.type === 'auth' && typeof token === 'string' && isTextOrAbsent;
}
