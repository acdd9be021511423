import { allArrived, atMost, roomTable } from '../report.mjs';

/** As many people as a document takes, a tenth of them typing. */
export const crowd = {
  name: 'crowd',
  title: '500 people in one trip, 50 of them typing 2/s',
  async run({ room, quick }) {
    const job = { people: 500, writers: 50, kind: 'edits', perSecond: 2, warmupSeconds: 2, seconds: quick ? 4 : 8 };
    const hocuspocus = quick ? [] : [await room('hocuspocus', job)];
    const floor = quick ? [] : [await room('floor', { ...job, warmupSeconds: 1, seconds: 4 })];
    const triptrip = await room('triptrip', job);
    return {
      tables: [roomTable([triptrip, ...hocuspocus, ...floor], triptrip)],
      targets: [
        { what: '500 people, 50 typing: all delivered', ...allArrived(triptrip) },
        { what: '500 people, 50 typing: p99', ...atMost(triptrip.p99, 250, 'ms') },
      ],
    };
  },
};
