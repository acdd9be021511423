import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ServerFrame } from '../../../src/protocol/frames';
import { IncomingFrames, incomingTimes } from '../../../web/sdk/incoming-frames';
import { FakePage } from './fake-socket';

const { typingMs, paintMs, mostMs } = incomingTimes;
let page: FakePage;
let handled: string[];
let frames: IncomingFrames;

beforeEach(() => {
  vi.useFakeTimers();
  page = new FakePage();
  handled = [];
  frames = new IncomingFrames(page, (frame) => handled.push(nameOf(frame)));
});

afterEach(() => vi.useRealTimers());

function nameOf(frame: ServerFrame): string {
  return frame.type === 'saved' ? `saved ${frame.n}` : frame.type;
}

const saved = (n: number): ServerFrame => ({ type: 'saved', n, version: n });
const update: ServerFrame = { type: 'update', update: new Uint8Array([0, 0]) };
const step1: ServerFrame = { type: 'step1', stateVector: new Uint8Array([0]) };

describe('what comes in', () => {
  it('is handed on at once while nobody types', () => {
    frames.receive(update);
    page.press();
    vi.advanceTimersByTime(typingMs);
    frames.receive(saved(1));
    expect(handled).toEqual(['update', 'saved 1']);
  });

  it('waits, while somebody types, until the next key is on the screen, in its order', () => {
    page.press();
    vi.advanceTimersByTime(50);
    frames.receive(update);
    frames.receive(saved(1));
    vi.advanceTimersByTime(40);
    page.press();
    vi.advanceTimersByTime(paintMs - 1);
    expect(handled).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(handled).toEqual(['update', 'saved 1']);
    vi.advanceTimersByTime(mostMs);
    expect(handled).toHaveLength(2);
  });

  it('waits no longer than that, however fast the keys are', () => {
    page.press();
    frames.receive(update);
    for (let ms = 0; ms < mostMs - 10; ms += 10) {
      vi.advanceTimersByTime(10);
      page.press();
    }
    expect(handled).toEqual([]);
    vi.advanceTimersByTime(10);
    expect(handled).toEqual(['update']);
  });

  it('never comes behind what does not wait', () => {
    page.press();
    frames.receive(saved(1));
    frames.receive(step1);
    expect(handled).toEqual(['saved 1', 'step1']);
  });

  it('is handed on before the end', () => {
    page.press();
    frames.receive(saved(1));
    frames.stop();
    expect(handled).toEqual(['saved 1']);
    page.press();
    vi.advanceTimersByTime(mostMs);
    expect(handled).toHaveLength(1);
  });
});
