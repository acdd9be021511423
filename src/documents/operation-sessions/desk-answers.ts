import type { Refusal } from '../../protocol/codes';
import { collections } from '../../protocol/document-kinds';
import type { AppliedOperation, OperationMessage, ResourceType } from '../../protocol/operations';
import type { DocumentSchema } from '../schema';
import type { Session } from '../session';
import type { DeskParts } from './desk-parts';
import { splitTexts, wholeTexts } from './document-values';
import { operationErrorOf } from './operation-errors';

/** What the answers to all kinds of messages have in common. */
export class DeskAnswers {
  constructor(
    private readonly schema: DocumentSchema,
    private readonly parts: Pick<DeskParts, 'state' | 'operations' | 'messages'>,
  ) {}

  /** Operations as a session takes them. */
  as(session: Session, applied: readonly AppliedOperation[]): readonly AppliedOperation[] {
    const { schema } = this;
    const { operations, texts } = splitTexts(schema, applied, session.facts.operations?.textEdits === true);
    return texts.length === 0 ? operations : [...operations, ...wholeTexts(this.parts.operations.view().view, schema, texts)];
  }

  /** Whether a message is about this document; if not, its sender is told where to go. */
  isHere(session: Session, request: OperationMessage, id: string, kind: ResourceType = this.schema.kind): boolean {
    if (kind === this.schema.kind && id === this.parts.state.existing().id) return true;
    const url = `/v1/${collections[kind]}/${encodeURIComponent(id)}`;
    const detail = 'Each document has a connection of its own.';
    this.refuse(session, request, { code: 'not-found', detail, extensions: { url } });
    return false;
  }

  /** Answers that a message had no effect. */
  refuse(session: Session, { id }: OperationMessage, refusal: Refusal): void {
    this.parts.messages.send(session, 'ERROR', operationErrorOf(refusal), id);
  }
}
