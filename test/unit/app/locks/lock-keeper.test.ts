import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LockKeeper, renewMs } from '../../../../web/app/locks/lock-keeper';
import { type HeldLock, ProblemError } from '../../../../web/sdk';

const lockOf = (expires_at: number): HeldLock => ({
  lock: { id: 'l1', path: '', holder: { id: 'aoi', name: 'Aoi' }, expires_at },
  token: 7,
});
const network = new ProblemError('network', 0, 'no answer');

let api: { lock: ReturnType<typeof vi.fn>; renewLock: ReturnType<typeof vi.fn>; unlock: ReturnType<typeof vi.fn> };
let lost: Error[];
let keeper: LockKeeper;

beforeEach(() => {
  vi.useFakeTimers();
  api = {
    lock: vi.fn(async () => lockOf(1)),
    renewLock: vi.fn(async () => lockOf(2)),
    unlock: vi.fn(async () => undefined),
  };
  lost = [];
  keeper = new LockKeeper(api as never, [''], (reason) => lost.push(reason));
});
afterEach(() => vi.useRealTimers());

describe('a document that somebody keeps to themselves', () => {
  it('is locked as a whole, renewed in time, and released with its token', async () => {
    const told = vi.fn();
    keeper.subscribe(told);
    await keeper.take();
    expect(api.lock).toHaveBeenCalledWith('');
    expect(keeper.held()).toEqual([lockOf(1)]);
    await vi.advanceTimersByTimeAsync(renewMs);
    expect(keeper.held()).toEqual([lockOf(2)]);
    expect(told).toHaveBeenCalledTimes(2);
    await keeper.release();
    expect(api.unlock).toHaveBeenCalledExactlyOnceWith(lockOf(2));
    expect(keeper.held()).toBeNull();
    await vi.advanceTimersByTimeAsync(5 * renewMs);
    expect(api.renewLock).toHaveBeenCalledTimes(1);
  });

  it('is not kept when somebody else has it', async () => {
    api.lock.mockRejectedValue(new ProblemError('locked', 423, 'Ben has it'));
    await expect(keeper.take()).rejects.toMatchObject({ code: 'locked' });
    expect(keeper.held()).toBeNull();
  });

  it('is asked for once, however often that is pressed', async () => {
    await Promise.all([keeper.take(), keeper.take()]);
    await keeper.take();
    expect(api.lock).toHaveBeenCalledTimes(1);
    expect(api.unlock).not.toHaveBeenCalled();
  });

  it('is given back when it comes after the person has left', async () => {
    const given = Promise.withResolvers<HeldLock>();
    api.lock.mockReturnValue(given.promise);
    const taking = keeper.take();
    await keeper.release();
    given.resolve(lockOf(1));
    await taking;
    expect(api.unlock).toHaveBeenCalledExactlyOnceWith(lockOf(1));
    expect(keeper.held()).toBeNull();
  });

  it('is kept over a short loss of the connection, and not over a long one', async () => {
    await keeper.take();
    api.renewLock.mockRejectedValue(network);
    await vi.advanceTimersByTimeAsync(2 * renewMs);
    expect(keeper.held()).toEqual([lockOf(1)]);
    expect(lost).toEqual([]);
    await vi.advanceTimersByTimeAsync(renewMs);
    expect(keeper.held()).toBeNull();
    expect(lost).toEqual([network]);
  });

  it('is lost when the server says so', async () => {
    const over = new ProblemError('lock-over', 409, 'broken by an owner');
    await keeper.take();
    api.renewLock.mockRejectedValue(over);
    await vi.advanceTimersByTimeAsync(renewMs);
    expect(keeper.held()).toBeNull();
    expect(lost).toEqual([over]);
  });
});

describe('a part that is several places', () => {
  const heldAt = (path: string): HeldLock => ({ ...lockOf(1), lock: { ...lockOf(1).lock, id: `lock of ${path}`, path } });

  beforeEach(() => {
    api.lock.mockImplementation(async (path: string) => heldAt(path));
    api.renewLock.mockImplementation(async (held: HeldLock) => held);
    keeper = new LockKeeper(api as never, ['/start_time', '/end_time', '/all_day'], (reason) => lost.push(reason));
  });

  it('is taken as a whole, the first place before the others, and released as a whole', async () => {
    const first = Promise.withResolvers<HeldLock>();
    api.lock.mockReturnValueOnce(first.promise);
    const taking = keeper.take();
    await vi.advanceTimersByTimeAsync(0);
    expect(api.lock.mock.calls).toEqual([['/start_time']]);
    first.resolve(heldAt('/start_time'));
    await taking;
    expect(keeper.held()).toEqual([heldAt('/start_time'), heldAt('/end_time'), heldAt('/all_day')]);
    await keeper.release();
    expect(api.unlock.mock.calls).toEqual([[heldAt('/start_time')], [heldAt('/end_time')], [heldAt('/all_day')]]);
  });

  it('is given back when somebody else has one of the places', async () => {
    api.lock.mockImplementation(async (path: string) => {
      if (path === '/end_time') throw new ProblemError('locked', 423, 'Ben has it');
      return heldAt(path);
    });
    await expect(keeper.take()).rejects.toMatchObject({ code: 'locked' });
    expect(keeper.held()).toBeNull();
    expect(api.unlock.mock.calls).toEqual([[heldAt('/start_time')], [heldAt('/all_day')]]);
  });

  it('is lost, and the rest of it given back, when one of the places is', async () => {
    const over = new ProblemError('lock-over', 409, 'broken by an owner');
    await keeper.take();
    api.renewLock.mockImplementation(async (held: HeldLock) => {
      if (held.lock.path === '/end_time') throw over;
      return held;
    });
    keeper.check();
    await vi.advanceTimersByTimeAsync(0);
    expect(keeper.held()).toBeNull();
    expect(lost).toEqual([over]);
    expect(api.unlock).toHaveBeenCalledTimes(3);
  });
});
