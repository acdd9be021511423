import type { KeyWrite } from './examination';
import { checkJson } from './json-values';
import { registersOf } from './layout';
import type { RepairReport, RepairSubject } from './repair';
import { keyPath, restore } from './repair-keys';
import type { JsonField } from './schema';
import { jsonValue } from './view';

/** Settles fields that hold any JSON: as a whole they have one value, within their bounds (PROTOCOL.md R12). */
export function repairJson(subject: RepairSubject, report: RepairReport): void {
  for (const [name, field] of Object.entries(subject.schema.fields)) {
    if (field.kind !== 'json') continue;
    const writes = subject.examination.keyWrites.filter(({ place, key }) =>
      place.kind === 'registers' ? key === name : place.kind === 'root' && place.name === name,
    );
    if (writes.length === 0) continue;
    keepOneForm(subject, name, writes, report);
    keepBounds(subject, name, field, writes, report);
  }
}

/** Keys of an object, or one other value: what was accepted later takes the place of the former. */
function keepOneForm(subject: RepairSubject, name: string, writes: readonly KeyWrite[], report: RepairReport): void {
  const registers = registersOf(subject.doc, subject.schema);
  const keys = subject.doc.getMap(name);
  if ((registers.get(name) ?? null) === null || keys.size === 0) return;
  const isNewValue = writes.some(({ place, written }) => place.kind === 'registers' && written.kind === 'value');
  if (isNewValue) keys.clear();
  else registers.delete(name);
  report.adapt(`/${name}`);
}

function keepBounds(
  subject: RepairSubject,
  name: string,
  field: JsonField,
  writes: readonly KeyWrite[],
  report: RepairReport,
): void {
  if (checkJson(jsonValue(subject.doc, subject.schema, name), field) === null) return;
  for (const write of writes) {
    restore(write);
    report.refuse(keyPath(write));
  }
}
