import { allArrived, atMost, roomTable } from '../report.mjs';

/** Three people who type now and then: coalescing must not cost the usual trip its quickness. */
export const few = {
  name: 'few',
  title: '3 people, 2 edits/s each',
  async run({ room, quick }) {
    const job = { people: 3, kind: 'edits', perSecond: 2, warmupSeconds: quick ? 2 : 5, seconds: quick ? 6 : 20 };
    const floor = await room('floor', job);
    const storingFloor = await room('storingFloor', job);
    const hocuspocus = quick ? [] : [await room('hocuspocus', job)];
    const triptrip = await room('triptrip', job);
    return {
      tables: [roomTable([triptrip, ...hocuspocus, storingFloor, floor], triptrip)],
      targets: [
        { what: '3 people typing: p50 against the floor', ...atMost(triptrip.p50 / floor.p50, 1.5, '×') },
        { what: '3 people typing: p50 against the floor that stores', ...atMost(triptrip.p50 / storingFloor.p50, 1.5, '×') },
        { what: '3 people typing: all delivered', ...allArrived(triptrip) },
      ],
    };
  },
};
