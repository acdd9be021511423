import { describe, expect, it } from 'vitest';
import { checkContent } from '../../../../src/documents/content-rules';
import { tripSchema } from '../../../../src/documents/trip';
import { emptyContent } from '../../../../src/documents/view';
import { loadExample } from '../../../../web/app/trips/example-trip';

describe.each(['en', 'ja'] as const)('the example in %s', (locale) => {
  it('is a trip that the server takes', async () => {
    const trip = await loadExample(locale, '2026-11-22');
    expect(checkContent(tripSchema, emptyContent(tripSchema), { ...trip })).toBeNull();
  });

  it('has cards on each of its days, and ideas', async () => {
    const { itinerary = [], start_date, end_date } = await loadExample(locale, '2026-11-22');
    expect([start_date, end_date]).toEqual(['2026-12-16', '2026-12-18']);
    expect(new Set(itinerary.map(({ day }) => day))).toEqual(new Set([1, 2, 3, null]));
  });
});
