import { eventRoots } from '../../react/events';

const { tags: _, ...others } = eventRoots;

/** What of an event can be undone: all but its tags, which only ever grow. */
export const undoableRoots = others;
