import type { HubReplies } from '../../protocol/hub-messages';
import { hubLimits as limits } from '../../protocol/limits';
import type { InboxPorts } from '../ports';

export const handledTables = `
  CREATE TABLE hub_handled (id TEXT PRIMARY KEY, at INTEGER NOT NULL, ack TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX hub_handled_at ON hub_handled (at)`;

type Ack = HubReplies['ack'];

/** The messages that had their effect, so that one that is sent again has none (PROTOCOL.md U7). */
export class HandledMessages {
  constructor(private readonly ports: Pick<InboxPorts, 'sql' | 'nowMs'>) {}

  /** What a message was answered; null for one that is new. */
  find(id: string): Ack | null {
    const [row] = this.ports.sql.rows<{ ack: string }>(
      'SELECT ack FROM hub_handled WHERE id = ? AND at >= ?',
      ...[id.toLowerCase(), this.#oldestMs()],
    );
    return row === undefined ? null : (JSON.parse(row.ack) as Ack);
  }

  /** To be called in the transaction of the effect. What may work at the next try is not remembered. */
  remember(id: string, ack: Ack): void {
    if (ack.error?.code === 'unavailable') return;
    const { sql, nowMs } = this.ports;
    sql.rows('DELETE FROM hub_handled WHERE at < ?', this.#oldestMs());
    sql.rows('INSERT OR REPLACE INTO hub_handled (id, at, ack) VALUES (?, ?, ?)', id.toLowerCase(), nowMs(), JSON.stringify(ack));
  }

  #oldestMs(): number {
    return this.ports.nowMs() - limits.rememberMessagesMs;
  }
}
