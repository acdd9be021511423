import { describe, expect, it } from 'vitest';
import { calendarSchema } from '../../../../src/documents/calendar';
import { eventSchema } from '../../../../src/documents/event';
import { type DocumentSchema, type ElementField, type Field, idKeyOf, isCollection } from '../../../../src/documents/schema';
import { tripSchema } from '../../../../src/documents/trip';
import { shapeOf } from '../../../../web/sdk/operations/document-shape';

const schemas: readonly DocumentSchema[] = [tripSchema, eventSchema, calendarSchema];

function isPlainText(field: Field | ElementField): boolean {
  return field.kind === 'text' && field.formats === undefined;
}

describe('what a JSON client knows of fields', () => {
  it.each(schemas.map((schema) => [schema.kind, schema] as const))('%s: is what the schema says', (kind, { fields }) => {
    const shape = shapeOf(kind);
    for (const [name, field] of Object.entries(fields)) {
      expect([name, shape.keyOf(name)]).toEqual([name, isCollection(field) ? idKeyOf(field) : null]);
      expect([name, shape.isText([name])]).toEqual([name, isPlainText(field)]);
      if (!isCollection(field)) continue;
      for (const [part, inner] of Object.entries(field.element)) {
        expect([name, part, shape.isText([name, '@x', part])]).toEqual([name, part, isPlainText(inner)]);
      }
    }
    expect(shape.isText([])).toBe(false);
    expect(shape.keyOf('constructor')).toBeNull();
  });
});
