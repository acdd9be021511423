import type { KeyWrite } from './examination';
import { registersOf } from './layout';
import type { RepairReport, RepairSubject } from './repair';
import { keyPath, restore } from './repair-keys';

/** Of edits that only together break a rule, the later-accepted one loses (PROTOCOL.md R3). */
export function repairRules(subject: RepairSubject, report: RepairReport): void {
  const registers = registersOf(subject.doc, subject.schema);
  for (const rule of subject.schema.rules) {
    const writes = subject.examination.keyWrites.filter(
      ({ place, key }) => place.kind === 'registers' && rule.fields.includes(key),
    );
    if (writes.length === 0 || rule.check(...rule.fields.map((name) => registers.get(name) ?? null)) === null) continue;
    for (const write of writes) setBack(write, report);
  }
}

function setBack(write: KeyWrite, report: RepairReport): void {
  restore(write);
  report.refuse(keyPath(write));
}
