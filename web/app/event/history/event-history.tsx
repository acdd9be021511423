import type { EventView } from '../../../react/events';
import { HistoryDialog } from '../../history/history-dialog';
import { HistoryMessages } from '../../history/history-messages';
import type { HistorySubject, HistoryWords } from '../../history/history-subject';
import { useTextOf } from '../../i18n/use-text-of';
import { type HistoryField, touchedFields } from '../touched-fields';
import { useValueWords } from '../use-value-words';
import { fieldChanges } from './field-changes';

const subject: HistorySubject<HistoryField, EventView> = { kind: 'event', fieldsOf: touchedFields, changes: fieldChanges };

/** Fields with words of people. */
const textFields: ReadonlySet<string> = new Set(['title', 'location', 'description']);

interface EventHistoryProps {
  readonly onClose: () => void;
}

/** Who changed what about the open event. */
export default function EventHistory({ onClose }: EventHistoryProps) {
  return (
    <HistoryMessages>
      <EventHistoryDialog onClose={onClose} />
    </HistoryMessages>
  );
}

function EventHistoryDialog({ onClose }: EventHistoryProps) {
  return <HistoryDialog subject={subject} words={useEventWords()} onClose={onClose} />;
}

function useEventWords(): HistoryWords<HistoryField> {
  const text = useTextOf();
  const fieldName = (field: HistoryField) => text(`event.field.${field}`);
  return {
    fieldName,
    changeName: ({ field }) => fieldName(field),
    valueWords: useValueWords(),
    isText: ({ field }) => textFields.has(field),
    alike: ({ field }) => text(field === 'description' ? 'history.look' : 'history.detail'),
  };
}
