import type { Outcome } from '../../protocol/codes';
import { verificationLimits as limits } from '../../protocol/limits';
import type { AddressVerification } from '../../protocol/notifications';
import type { ProviderReport } from '../api';
import type { DeviceAddress, OutgoingMessage, SendOutcome } from '../channels/channel';
import type { Language } from '../channels/templates/fields';
import { textOf } from '../channels/templates/texts';
import type { InboxPorts } from '../ports';
import { addressKey, type DeviceRow } from './device-store';
import { isoOf } from './iso-time';

/** `device` is null for a code that was used, or replaced, or whose address is gone: it counts towards what a person may ask for. */
export const addressCodeTables = `
  CREATE TABLE address_codes (
    position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, device TEXT, hash TEXT NOT NULL,
    issued_at INTEGER NOT NULL, tries INTEGER NOT NULL, failure TEXT
  )`;

interface CodeRow {
  readonly id: string;
  readonly hash: string;
  readonly issued_at: number;
  readonly tries: number;
  readonly failure: AddressVerification['failure'];
}

const dayMs = 24 * 60 * 60 * 1000;
const over = { ok: false, refusal: { code: 'code-over' } } as const;

/** Codes by which people show that a mailbox or a number is theirs (PROTOCOL.md M14). All of it is to be called in a transaction. */
export class AddressCodes {
  constructor(
    private readonly ports: Pick<InboxPorts, 'sql' | 'secrets' | 'nowMs' | 'newId' | 'person'>,
    private readonly language: () => Language,
  ) {}

  /**
   * A new code for an address, in place of the one before. It goes out after the transaction; nobody sends it a second time.
   * @param again there was one for the same address, which may be on its way still.
   */
  issue({ id: device, address }: DeviceRow, again: boolean): Outcome<OutgoingMessage> {
    const { sql, nowMs, newId, person } = this.ports;
    const wait = this.#mayIssue(device, again);
    if (!wait.ok) return wait;
    const id = newId();
    const code = this.#newCode();
    sql.rows('DELETE FROM address_codes WHERE issued_at <= ?', nowMs() - dayMs);
    this.forget(device);
    sql.rows(
      'INSERT INTO address_codes (id, device, hash, issued_at, tries) VALUES (?, ?, ?, ?, 0)',
      ...[id, device, this.#digest(id, code), nowMs()],
    );
    const content = this.#contentOf(id, code);
    return { ok: true, value: { deliveryId: id, person, to: address, content, ttlSeconds: limits.codeMs / 1000 } };
  }

  /** Whose codes are counted together with one that {@link issue} would send: the digest of the address, the same for everybody. */
  target(device: string, address: DeviceAddress, again: boolean): Outcome<string> {
    const wait = this.#mayIssue(device, again);
    return wait.ok ? { ok: true, value: this.ports.secrets.digest(addressKey(address)) } : wait;
  }

  /** Whether this is the code of an address. It is good once. */
  check(device: string, code: string): Outcome<null> {
    const { sql, nowMs } = this.ports;
    const row = this.#current(device);
    if (row === null || nowMs() >= row.issued_at + limits.codeMs || row.tries >= limits.maxTries) return over;
    if (row.hash === this.#digest(row.id, code)) {
      this.forget(device);
      return { ok: true, value: null };
    }
    sql.rows('UPDATE address_codes SET tries = tries + 1 WHERE id = ?', row.id);
    const triesLeft = limits.maxTries - row.tries - 1;
    return triesLeft === 0 ? over : { ok: false, refusal: { code: 'wrong-code', extensions: { tries_left: triesLeft } } };
  }

  /** What the person is told of the code of an address. */
  stateOf(device: string): AddressVerification {
    const row = this.#current(device);
    const nowMs = this.ports.nowMs();
    return {
      expires_at: isoOf(row === null ? nowMs : row.issued_at + limits.codeMs),
      resend_at: isoOf(nowMs + Math.max(this.#waitOfDayMs(), this.#waitMs(device))),
      failure: row?.failure ?? null,
    };
  }

  /** What became of a message. Answers whether it was a code. */
  sent(id: string, outcome: SendOutcome): boolean {
    const { sql } = this.ports;
    if (sql.rows('SELECT 1 FROM address_codes WHERE id = ?', id).length === 0) return false;
    sql.rows("UPDATE address_codes SET failure = ? WHERE id = ? AND failure IS NOT 'bounced'", failureOf(outcome), id);
    return true;
  }

  /** What a provider says of a message, later. Answers whether it was a code. */
  reported({ deliveryId, outcome }: ProviderReport): boolean {
    const failure = reportedFailure(outcome);
    const { sql } = this.ports;
    if (failure !== null) sql.rows('UPDATE address_codes SET failure = ? WHERE id = ?', failure, deliveryId);
    return sql.rows('SELECT 1 FROM address_codes WHERE id = ?', deliveryId).length > 0;
  }

  /** The code of an address is good for nothing any more. */
  forget(device: string): void {
    this.ports.sql.rows('UPDATE address_codes SET device = NULL WHERE device = ?', device);
  }

  /** An address is registered under another id. */
  move(from: string, to: string): void {
    this.ports.sql.rows('UPDATE address_codes SET device = ? WHERE device = ?', to, from);
  }

  #mayIssue(device: string, again: boolean): Outcome<null> {
    const retryAfterMs = Math.max(this.#waitOfDayMs(), again ? this.#waitMs(device) : 0);
    if (retryAfterMs === 0) return { ok: true, value: null };
    return { ok: false, refusal: { code: 'rate-limited', extensions: { retryAfterMs } } };
  }

  /** How long an address waits for another code. For one that could not be sent nobody waits. */
  #waitMs(device: string): number {
    const row = this.#current(device);
    const didNotGo = row !== null && row.failure !== null && row.failure !== 'bounced';
    return row === null || didNotGo ? 0 : Math.max(0, row.issued_at + limits.resendMs - this.ports.nowMs());
  }

  /** How long the person waits for another code to whatever address: nobody's mailbox is to be flooded. */
  #waitOfDayMs(): number {
    const nowMs = this.ports.nowMs();
    const ofDay = this.ports.sql.rows<{ issued_at: number }>(
      'SELECT issued_at FROM address_codes WHERE issued_at > ? ORDER BY position DESC LIMIT ?',
      ...[nowMs - dayMs, limits.maxCodesPerDay],
    );
    const oldest = ofDay.length < limits.maxCodesPerDay ? undefined : ofDay.at(-1);
    return oldest === undefined ? 0 : oldest.issued_at + dayMs - nowMs;
  }

  #current(device: string): CodeRow | null {
    const rows = this.ports.sql.rows<CodeRow>(
      'SELECT id, hash, issued_at, tries, failure FROM address_codes WHERE device = ? ORDER BY position DESC LIMIT 1',
      device,
    );
    return rows[0] ?? null;
  }

  /** Digits of a secret: as many as fit into a code, whatever letters the secret has. */
  #newCode(): string {
    let number = 0;
    for (const character of this.ports.secrets.newSecret()) {
      number = (number * 131 + character.charCodeAt(0)) % 10 ** limits.codeDigits;
    }
    return String(number).padStart(limits.codeDigits, '0');
  }

  /** The id is in it, so that equal codes of two addresses have nothing in common. */
  #digest(id: string, code: string): string {
    return this.ports.secrets.digest(`${id}/${code}`);
  }

  #contentOf(notificationId: string, code: string): OutgoingMessage['content'] {
    const language = this.language();
    const type = 'address_code';
    const data = { code, minutes: limits.codeMs / 60_000 };
    return {
      ...{ kind: 'alert', isCode: true, notificationId, type, language, data },
      ...textOf({ type, data, count: 1 }, language, 'email'),
      ...{ image: null, actions: [], priority: 'high', url: '/', unreadCount: 0, closed: [] },
    };
  }
}

/** Why a code that was sent did not arrive; null when it did, as far as this says. */
function reportedFailure(outcome: ProviderReport['outcome']): AddressVerification['failure'] {
  switch (outcome) {
    case 'bounced':
      return 'bounced';
    case 'failed':
    case 'opted-out':
      return 'refused';
    case 'delivered':
    case 'opened':
      return null;
  }
}

function failureOf(outcome: SendOutcome): AddressVerification['failure'] {
  switch (outcome.kind) {
    case 'sent':
      return null;
    case 'retry':
      return 'try-later';
    case 'failed':
      return 'refused';
    case 'unconfigured':
      return 'unconfigured';
  }
}
