import { BellPlus, Trash2 } from 'lucide-react';
import { useId } from 'react';
import { addReminder, type Reminder, removeReminder, setReminder } from '../../react/events';
import { Button, IconButton } from '../design/button';
import { useTextOf } from '../i18n/use-text-of';
import { FieldLabel } from '../locks/field-label';
import { useLockable } from '../locks/use-locks';
import { FieldFrame } from '../trip/field-frame';
import { useOpenTrip } from '../trip/trip-context';
import { eventParts } from './event-parts';
import { handOnFocus } from './hand-on-focus';
import { useReminderWords } from './use-reminder-words';

const methods = ['in_app', 'push', 'email'] as const satisfies readonly Reminder['method'][];

/** How long before its start people can be told, in minutes. */
const times = [0, 5, 10, 15, 30, 60, 120, 1_440, 2_880, 10_080] as const;

/** How people are told before the event starts. */
export function Reminders({ reminders }: { reminders: readonly Reminder[] }) {
  const text = useTextOf();
  const { doc, editable } = useOpenTrip().trip;
  const { isLocked, mayWrite } = useLockable(eventParts.reminders);
  const timeName = useReminderWords();
  const adderId = useId();
  return (
    <section className="lockable">
      <FieldLabel part={eventParts.reminders} name={text('event.reminders')}>
        <h3 className="text-muted">{text('event.reminders')}</h3>
      </FieldLabel>
      <FieldFrame field="reminders" isLocked={isLocked}>
        <ul className="flex flex-col gap-2">
          {reminders.map(({ id, method, minutes_before }) => (
            <li key={id} className="flex items-center gap-2">
              <select
                aria-label={text('event.reminder.when')}
                value={minutes_before}
                disabled={!mayWrite}
                onChange={(event) => setReminder(doc, id, { minutes_before: Number(event.target.value) })}
                className="field min-w-0 flex-1"
              >
                {[...new Set([...times, minutes_before])].map((minutes) => (
                  <option key={minutes} value={minutes}>
                    {timeName(minutes)}
                  </option>
                ))}
              </select>
              <select
                aria-label={text('event.reminder.how')}
                value={method}
                disabled={!mayWrite}
                onChange={(event) =>
                  setReminder(doc, id, { method: methods.find((one) => one === event.target.value) ?? method })
                }
                className="field w-auto"
              >
                {methods.map((one) => (
                  <option key={one} value={one}>
                    {text(`channel.${one}.short`)}
                  </option>
                ))}
              </select>
              {editable && (
                <IconButton
                  label={text('event.reminder.remove', { when: timeName(minutes_before) })}
                  disabled={isLocked}
                  onClick={({ currentTarget }) => {
                    handOnFocus(currentTarget, adderId);
                    removeReminder(doc, id);
                  }}
                >
                  <Trash2 size={17} aria-hidden="true" />
                </IconButton>
              )}
            </li>
          ))}
        </ul>
        {editable && (
          <Button
            id={adderId}
            look="quiet"
            disabled={isLocked}
            onClick={() => addReminder(doc, { method: 'in_app', minutes_before: 10 })}
          >
            <BellPlus size={17} aria-hidden="true" />
            {text('event.reminder.add')}
          </Button>
        )}
      </FieldFrame>
    </section>
  );
}
