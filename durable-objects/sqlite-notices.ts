import type { NoticeRow, NoticeStore } from '../src/documents/notice-store';

export const noticeTables = `
  CREATE TABLE notices (position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL)`;

export class SqliteNotices implements NoticeStore {
  constructor(private readonly sql: SqlStorage) {}

  all(): NoticeRow[] {
    return this.sql
      .exec<{ body: string }>('SELECT body FROM notices ORDER BY position')
      .toArray()
      .map(({ body }) => JSON.parse(body) as NoticeRow);
  }

  put(notice: NoticeRow): void {
    this.sql.exec(
      'INSERT INTO notices (id, body) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body',
      notice.id,
      JSON.stringify(notice),
    );
  }

  remove(id: string): void {
    this.sql.exec('DELETE FROM notices WHERE id = ?', id);
  }
}
