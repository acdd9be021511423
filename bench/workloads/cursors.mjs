import { allArrived, atMost, cpuRatio, roomTable } from '../report.mjs';

/** 100 people who move a cursor 20 times a second, as TripTrip's SDK announces it: own state, once, no renewal. */
export const cursors = {
  name: 'cursors',
  title: '100 SDK-like people, each moving a cursor at 20 Hz',
  async run({ room, quick }) {
    const job = { people: 100, kind: 'cursors', perSecond: 20, warmupSeconds: 2, seconds: quick ? 3 : 8 };
    // The floor could not keep up at 20 Hz, and its latency would be that of a growing queue.
    const floor = await room('floor', { ...job, perSecond: 2 });
    // Nor does this one at 10 Hz, but it is processor time that it is asked for: a short burst, until the queue is empty.
    const yPartyserver = await room('yPartyserver', { ...job, perSecond: 10, warmupSeconds: 0.5, seconds: 2 });
    const yWebsocket = quick ? [] : [await room('yWebsocket', { ...job, seconds: 4 })];
    const hocuspocus = await room('hocuspocus', job);
    const triptrip = await room('triptrip', job);
    return {
      tables: [roomTable([triptrip, hocuspocus, ...yWebsocket, yPartyserver, floor], triptrip)],
      targets: [
        { what: '100 cursors at 20 Hz: CPU against Hocuspocus', ...atMost(cpuRatio(triptrip, hocuspocus), 0.35, '×') },
        {
          what: '100 cursors at 20 Hz: CPU against y-partyserver at 10 Hz',
          ...atMost(cpuRatio(triptrip, yPartyserver), 0.12, '×'),
        },
        { what: '100 cursors at 20 Hz: p99, 50 ms above the floor at 2 Hz', ...atMost(triptrip.p99, 50 + floor.p99, 'ms') },
        { what: '100 cursors at 20 Hz: all delivered', ...allArrived(triptrip) },
      ],
    };
  },
};
