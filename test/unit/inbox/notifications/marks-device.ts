import * as Y from 'yjs';
import { marksRoots, readMark } from '../../../../src/protocol/marks';
import { type Inbox, value } from './notifications-harness';

/** A device with a copy of the marks: what a client does, without one. */
export class Device {
  readonly doc = new Y.Doc();

  constructor(readonly clientId: number) {
    this.doc.clientID = clientId;
  }

  read(id: string, nowMs: number, shownAtMs = 0): void {
    this.doc.getMap(marksRoots.read).set(id, readMark(nowMs, shownAtMs));
  }

  unread(id: string): void {
    this.doc.getMap(marksRoots.read).set(id, 0);
  }

  readAll(nowMs: number): void {
    this.doc.getMap(marksRoots.readBefore).set(String(this.clientId), nowMs);
  }

  dismiss(id: string, nowMs: number): void {
    this.doc.getMap(marksRoots.dismissed).set(id, nowMs);
  }

  snooze(id: string, untilMs: number): void {
    this.doc.getMap(marksRoots.snoozed).set(id, untilMs);
  }

  prefer(key: string, wanted: unknown): void {
    this.doc.getMap(marksRoots.preferences).set(key, wanted);
  }

  /** Everything that this device has, as an update. */
  state(): Uint8Array {
    return Y.encodeStateAsUpdate(this.doc);
  }

  /** Exchanges with the inbox, as a device does when it has a network again. */
  sync(inbox: Inbox): void {
    const { stateVector } = value(inbox.calls.sync(Y.encodeStateVector(this.doc), null));
    const answer = value(inbox.calls.sync(Y.encodeStateVector(this.doc), Y.encodeStateAsUpdate(this.doc, stateVector)));
    Y.applyUpdate(this.doc, answer.update);
  }

  json(): Record<string, unknown> {
    return Object.fromEntries(Object.values(marksRoots).map((root) => [root, this.doc.getMap(root).toJSON()]));
  }
}
