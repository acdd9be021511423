/** A stretch of time in which a zone has one offset. */
interface Stretch {
  readonly beginMs: number;
  /** It ends before this. */
  readonly endMs: number;
  readonly offsetMs: number;
}

/** Offsets are found out for this much time at once: a bit more than a year. */
const chunkMs = 2 ** 35;
/** Six days: no zone goes back to its former offset within less. */
const stepMs = chunkMs / 64;
/** Zones of which this is known at the same time; a year of one takes 200 bytes. */
const maxZones = 600;
const maxChunksPerZone = 400;

class Zone {
  private readonly chunks = new Map<number, readonly Stretch[]>();
  private readonly format: Intl.DateTimeFormat;
  /** Who asks of one day asks of the next one. */
  private recent: Stretch = { beginMs: 0, endMs: 0, offsetMs: 0 };

  constructor(name: string) {
    this.format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      timeZoneName: 'longOffset',
      year: 'numeric',
    });
  }

  readonly offsetAt = (ms: number): number => this.stretchAt(ms).offsetMs;

  /** It may be the end of a chunk, with the same offset behind it. */
  readonly stretchEnd = (ms: number): number => this.stretchAt(ms).endMs;

  private stretchAt(ms: number): Stretch {
    if (ms >= this.recent.beginMs && ms < this.recent.endMs) return this.recent;
    for (const stretch of this.chunkAt(Math.floor(ms / chunkMs))) {
      if (ms >= stretch.endMs) continue;
      this.recent = stretch;
      return stretch;
    }
    throw new RangeError(`There is no offset at ${ms}`);
  }

  private chunkAt(index: number): readonly Stretch[] {
    const known = this.chunks.get(index);
    if (known !== undefined) return known;
    if (this.chunks.size >= maxChunksPerZone) this.chunks.clear();
    const found = this.findStretches(index * chunkMs);
    this.chunks.set(index, found);
    return found;
  }

  private findStretches(fromMs: number): readonly Stretch[] {
    const stretches: Stretch[] = [];
    let beginMs = fromMs;
    let offsetMs = this.ask(fromMs);
    for (let at = fromMs; at < fromMs + chunkMs; at += stepMs) {
      const next = this.ask(at + stepMs);
      if (next === offsetMs) continue;
      const endMs = this.findChange(at, at + stepMs, offsetMs);
      stretches.push({ beginMs, endMs, offsetMs });
      [beginMs, offsetMs] = [endMs, next];
    }
    const endMs = fromMs + chunkMs;
    if (beginMs !== endMs) stretches.push({ beginMs, endMs, offsetMs });
    return stretches;
  }

  /** The first moment (a whole second) behind `fromMs` at which the offset is not `offsetMs` any more. */
  private findChange(fromMs: number, toMs: number, offsetMs: number): number {
    let [before, after] = [Math.floor(fromMs / 1000), Math.ceil(toMs / 1000)];
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (this.ask(middle * 1000) === offsetMs) before = middle;
      else after = middle;
    }
    return after * 1000;
  }

  private ask(ms: number): number {
    return readOffset(this.format.format(ms));
  }
}

/** Reads `2026 GMT+10:30`, as `longOffset` writes it; UTC itself is a bare `GMT`. */
function readOffset(text: string): number {
  const [, sign, hours, minutes, seconds] = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text) ?? [];
  const ms = ((Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60 + Number(seconds ?? 0)) * 1000;
  return sign === '-' ? -ms : ms;
}

const zones = new Map<string, Zone>();
let recent: { readonly name: string; readonly zone: Zone } | null = null;

function zoneOf(name: string): Zone {
  if (recent?.name !== name) recent = { name, zone: findZone(name) };
  return recent.zone;
}

function findZone(name: string): Zone {
  const known = zones.get(name);
  if (known !== undefined) return known;
  if (zones.size >= maxZones) zones.clear();
  const zone = new Zone(name);
  zones.set(name, zone);
  return zone;
}

/**
 * How far the wall clock of a zone is ahead of UTC, in milliseconds. Null is UTC. What was asked of `Intl` is kept, because asking
 * takes about two microseconds and a month of a calendar wants to know it thousands of times.
 * @throws RangeError for a zone that does not exist.
 */
export function offsetAt(zone: string | null, ms: number): number {
  return zone === null || zone === 'UTC' ? 0 : zoneOf(zone).offsetAt(ms);
}

/** A moment at which the clock of a zone is set. */
export interface ClockChange {
  readonly atMs: number;
  readonly offsetBeforeMs: number;
  readonly offsetAfterMs: number;
}

/** When the clock of a zone is set within a span, in order. */
export function clockChanges(zone: string | null, fromMs: number, toMs: number): readonly ClockChange[] {
  const changes: ClockChange[] = [];
  if (zone === null || zone === 'UTC') return changes;
  const { stretchEnd, offsetAt: offset } = zoneOf(zone);
  for (let atMs = stretchEnd(fromMs); atMs < toMs; atMs = stretchEnd(atMs)) {
    const [offsetBeforeMs, offsetAfterMs] = [offset(atMs - 1), offset(atMs)];
    if (offsetBeforeMs !== offsetAfterMs) changes.push({ atMs, offsetBeforeMs, offsetAfterMs });
  }
  return changes;
}
