import { z } from '@hono/zod-openapi';

/** What is said with the deletion of a calendar. */
export const CalendarDeletion = z.object({
  events: z.literal('delete').optional().openapi({
    description: '`delete`: its events too. Without it a calendar with events in it is not deleted.',
  }),
});

/** Nothing is said with the deletion of any other document. */
export const NoDeletion = z.object({});

export const calendarDeletionProblems = ['calendar-not-empty', 'default-calendar'] as const;
