import { allArrived, atMost, cpuRatio, roomTable } from '../report.mjs';

/** 50 people who type in one text, five characters a second each. */
export const edits = {
  name: 'edits',
  title: '50 people, 5 edits/s each',
  async run({ room, quick }) {
    const job = { people: 50, kind: 'edits', perSecond: 5, warmupSeconds: 3, seconds: quick ? 5 : 10 };
    const floor = await room('floor', job);
    const yPartyserver = quick ? [] : [await room('yPartyserver', job)];
    const yWebsocket = quick ? [] : [await room('yWebsocket', job)];
    const hocuspocus = await room('hocuspocus', job);
    const triptrip = await room('triptrip', job);
    return {
      tables: [roomTable([triptrip, hocuspocus, ...yWebsocket, ...yPartyserver, floor], triptrip)],
      targets: [
        { what: '50 people typing: CPU against the floor', ...atMost(cpuRatio(triptrip, floor), 0.6, '×') },
        { what: '50 people typing: CPU against Hocuspocus', ...atMost(cpuRatio(triptrip, hocuspocus), 0.8, '×') },
        { what: '50 people typing: p99', ...atMost(triptrip.p99, 50 + floor.p99, 'ms') },
        { what: '50 people typing: all delivered', ...allArrived(triptrip) },
      ],
    };
  },
};
