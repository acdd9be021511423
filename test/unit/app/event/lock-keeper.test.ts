import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LockKeeper, renewMs } from '../../../../web/app/event/lock-keeper';
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
  keeper = new LockKeeper(api as never, (reason) => lost.push(reason));
});
afterEach(() => vi.useRealTimers());

describe('an event that somebody keeps to themselves', () => {
  it('is locked as a whole, renewed in time, and released with its token', async () => {
    const told = vi.fn();
    keeper.subscribe(told);
    await keeper.take();
    expect(api.lock).toHaveBeenCalledWith('');
    expect(keeper.held()).toEqual(lockOf(1));
    await vi.advanceTimersByTimeAsync(renewMs);
    expect(keeper.held()).toEqual(lockOf(2));
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
    expect(keeper.held()).toEqual(lockOf(1));
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
