import { describe, expect, it } from 'vitest';
import { type ImportProgress, noProgress, runImport } from '../../../../web/app/calendar/import-run';
import type { ImportedEvent, ImportOutcome } from '../../../../web/sdk/events';

const created = (uid: string): ImportedEvent => ({ uid, title: uid, outcome: 'created', id: uid, detail: null });
const failed = (uid: string): ImportedEvent => ({
  uid,
  title: '',
  outcome: 'failed',
  id: null,
  detail: 'RDATE is not supported.',
});

/** A server that takes two events a call. */
function serverOf(events: readonly ImportedEvent[]) {
  const asked: number[] = [];
  let failure: Error | null = null;
  return {
    asked,
    failOnce: (error: Error) => {
      failure = error;
    },
    importEvents: async (_calendar: string, _file: string, offset = 0): Promise<ImportOutcome> => {
      if (failure !== null && offset > 0) {
        const error = failure;
        failure = null;
        throw error;
      }
      asked.push(offset);
      const next = offset + 2;
      return { events: events.slice(offset, next), total: events.length, next_offset: next < events.length ? next : null };
    },
  };
}

function start(api: ReturnType<typeof serverOf>, from = noProgress, signal = new AbortController().signal) {
  const seen: ImportProgress[] = [];
  const run = runImport({ api, calendarId: 'c1', file: 'f', from, onProgress: (progress) => seen.push(progress), signal });
  return { seen, run };
}

describe('the import of a file', () => {
  it('takes as many calls as the file needs, and sums up what came of it', async () => {
    const api = serverOf([created('a'), failed('b'), created('c'), { ...created('d'), outcome: 'unchanged' }, failed('e')]);
    const { seen, run } = start(api);
    await run;
    expect(api.asked).toEqual([0, 2, 4]);
    expect(seen.map(({ done }) => done)).toEqual([2, 4, 5]);
    expect(seen.at(-1)).toMatchObject({
      total: 5,
      nextOffset: null,
      counts: { created: 2, updated: 0, unchanged: 1, failed: 2 },
      failures: [{ uid: 'b', detail: 'RDATE is not supported.' }, { uid: 'e' }],
    });
  });

  it('tells of what was taken over only in part', async () => {
    const detail = 'Its status stays: only an owner may set it back.';
    const { seen, run } = start(serverOf([created('a'), { ...created('b'), outcome: 'updated', detail }]));
    await run;
    expect(seen.at(-1)).toMatchObject({ counts: { updated: 1, failed: 0 }, failures: [{ uid: 'b', detail }] });
  });

  it('goes on where a call failed, and counts nothing twice', async () => {
    const api = serverOf([created('a'), created('b'), created('c')]);
    api.failOnce(new Error('gone'));
    const first = start(api);
    await expect(first.run).rejects.toThrow('gone');
    const second = start(api, first.seen.at(-1));
    await second.run;
    expect(api.asked).toEqual([0, 2]);
    expect(second.seen.at(-1)).toMatchObject({ done: 3, nextOffset: null, counts: { created: 3 } });
  });

  it('stops after the call that is under way when nobody waits for it any more', async () => {
    const api = serverOf([created('a'), created('b'), created('c')]);
    const leaving = new AbortController();
    const { seen, run } = start(api, noProgress, leaving.signal);
    leaving.abort();
    await run;
    expect(seen).toHaveLength(1);
    expect(api.asked).toEqual([0]);
  });
});
