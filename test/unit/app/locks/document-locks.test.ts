import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DocumentLocks } from '../../../../web/app/locks/document-locks';
import { elementPart, fieldPart, newElementPart, wholeDocument } from '../../../../web/app/locks/lock-part';
import { type HeldLock, type LockView, ProblemError } from '../../../../web/sdk';

const lockOf = (id: string, path: string, holder = 'ben'): LockView => ({
  id,
  path,
  holder: { id: holder, name: holder },
  expires_at: 1,
});
const title = fieldPart('title');
const notes = fieldPart('notes');

let api: Record<'lock' | 'renewLock' | 'unlock' | 'breakLock', ReturnType<typeof vi.fn>>;
let lost: Error[];
let locks: DocumentLocks;

beforeEach(() => {
  let count = 0;
  api = {
    lock: vi.fn(async (path: string): Promise<HeldLock> => ({ lock: lockOf(`own ${++count}`, path, 'aoi'), token: count })),
    renewLock: vi.fn(async (held: HeldLock) => held),
    unlock: vi.fn(async () => undefined),
    breakLock: vi.fn(async () => undefined),
  };
  lost = [];
  locks = new DocumentLocks(api as never, (reason) => lost.push(reason));
  return () => locks.releaseAll();
});

describe('the locks of a document', () => {
  it("of others are in the way in their place, around it and in it, and one's own are not", () => {
    locks.follow([lockOf('1', '/title'), lockOf('2', '/notes', 'aoi')], 'aoi');
    expect(locks.against(title)?.id).toBe('1');
    expect(locks.against(wholeDocument)?.id).toBe('1');
    expect(locks.against(notes)).toBeNull();
    locks.follow([lockOf('3', '')], 'aoi');
    expect(locks.against(notes)?.id).toBe('3');
    locks.follow(null, 'aoi');
    expect(locks.against(notes)).toBeNull();
  });

  it('of one element leave the others, and the place of a new one, to everybody', () => {
    locks.follow([lockOf('1', '/itinerary/@a/title')], 'aoi');
    expect(locks.against(elementPart('itinerary', 'a'))?.id).toBe('1');
    expect(locks.against(elementPart('itinerary', 'b'))).toBeNull();
    expect(locks.against(newElementPart('itinerary'))).toBeNull();
    locks.follow([lockOf('2', '/itinerary')], 'aoi');
    expect(locks.against(newElementPart('itinerary'))?.id).toBe('2');
  });

  it("are one's own by what was given, also where nobody is told who has them", async () => {
    await locks.take(title);
    expect(locks.ownUntil(title)).toBe(1);
    const hidden: LockView = { ...lockOf('own 1', '/title'), holder: { id: '', name: '' } };
    locks.follow([hidden, { ...hidden, id: '2', path: '/notes' }], 'aoi');
    expect(locks.against(title)).toBeNull();
    expect(locks.against(notes)?.id).toBe('2');
    await locks.release(title);
    expect(locks.against(title)).toBeNull();
  });

  it('are known with all tokens, of several parts at once', async () => {
    await locks.take(title);
    await locks.take(notes);
    expect(locks.own().flatMap(({ held }) => held.map(({ token }) => token))).toEqual([1, 2]);
    locks.releaseAll();
    expect(locks.own()).toEqual([]);
    expect(api.unlock).toHaveBeenCalledTimes(2);
  });

  it('are not taken for a page that was left meanwhile', async () => {
    const taking = locks.take(title);
    locks.releaseAll();
    await taking;
    expect(api.lock).not.toHaveBeenCalled();
  });

  it('that are gone from what the server tells, or were over when the connection is back, are asked for at once', async () => {
    await locks.take(title);
    // Told of before it was given: nothing is wrong.
    locks.follow([], 'aoi');
    expect(api.renewLock).not.toHaveBeenCalled();
    locks.follow([lockOf('own 1', '/title', 'aoi')], 'aoi');
    // Without a connection nobody knows.
    locks.follow(null, 'aoi');
    expect(api.renewLock).not.toHaveBeenCalled();
    const over = new ProblemError('lock-over', 409, 'broken by an owner');
    api.renewLock.mockRejectedValue(over);
    locks.follow([], 'aoi');
    await vi.waitFor(() => expect(lost).toEqual([over]));
    expect(locks.own()).toEqual([]);
  });

  it('that an owner breaks may have ended by themselves meanwhile', async () => {
    api.breakLock.mockRejectedValueOnce(new ProblemError('not-found', 404, 'over'));
    await locks.break([lockOf('1', '/title'), lockOf('2', '/notes')]);
    expect(api.breakLock.mock.calls).toEqual([['1'], ['2']]);
    api.breakLock.mockRejectedValueOnce(new ProblemError('forbidden', 403, 'no owner'));
    await expect(locks.break([lockOf('1', '/title')])).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('keep what they answer while nothing about it changes', () => {
    const [one, other] = [lockOf('1', '/title'), lockOf('2', '/notes', 'aoi')];
    locks.follow([one], 'aoi');
    const before = locks.others();
    locks.follow([one, other], 'aoi');
    expect(locks.others()).toBe(before);
  });
});
