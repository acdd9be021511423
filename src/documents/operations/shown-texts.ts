import { type CollectionField, type DocumentSchema, isCollection } from '../schema';
import { type Content, emptyContent } from '../view';
import { elementsIn } from './element-paths';

/**
 * A content that somebody wants, with its texts and words as the document will show them: who unsets one leaves nothing in its
 * place. What has all of them is the same object as before.
 */
export function withShownTexts(schema: DocumentSchema, content: Content): Content {
  const empty = emptyContent(schema);
  const shown: Content = { ...content };
  for (const [name, field] of Object.entries(schema.fields)) {
    if (field.kind === 'text' || field.kind === 'growSet') shown[name] ??= empty[name];
    else if (isCollection(field) && elementsIn(shown[name]).some((element) => unsetTexts(field, element).length > 0)) {
      shown[name] = elementsIn(shown[name]).map((element) => {
        return { ...element, ...Object.fromEntries(unsetTexts(field, element).map((key) => [key, ''])) };
      });
    }
  }
  return shown;
}

function unsetTexts({ element: fields }: CollectionField, element: Readonly<Content>): readonly string[] {
  return Object.keys(fields).filter((key) => fields[key]?.kind === 'text' && (element[key] ?? null) === null);
}
