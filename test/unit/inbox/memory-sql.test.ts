import { describe, expect, it } from 'vitest';
import { MemorySql } from '../../support/memory-sql';

describe('the SQLite of the tests', () => {
  it('answers rows as the platform does', () => {
    const sql = new MemorySql();
    sql.rows('CREATE TABLE a (id INTEGER PRIMARY KEY, bytes BLOB, word TEXT); CREATE TABLE b (id INTEGER)');
    sql.rows('INSERT INTO a (bytes, word) VALUES (?, ?)', Uint8Array.of(1, 2).buffer, null);
    expect(sql.rows('SELECT * FROM a')).toStrictEqual([{ id: 1, bytes: Uint8Array.of(1, 2).buffer, word: null }]);
    expect(sql.rows('DELETE FROM a RETURNING id')).toStrictEqual([{ id: 1 }]);
  });

  it('takes back what an inner transaction did, and keeps the outer one', () => {
    const sql = new MemorySql();
    sql.rows('CREATE TABLE a (id INTEGER)');
    sql.transact(() => {
      sql.rows('INSERT INTO a VALUES (1)');
      expect(() =>
        sql.transact(() => {
          sql.rows('INSERT INTO a VALUES (2)');
          throw new Error('no');
        }),
      ).toThrow('no');
    });
    expect(sql.rows('SELECT id FROM a')).toStrictEqual([{ id: 1 }]);
  });
});
