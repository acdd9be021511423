import specTests from 'json-patch-test-suite/spec_tests.json';
import tests from 'json-patch-test-suite/tests.json';

/** A case of json-patch-test-suite, about the value of one field. */
export interface JsonPatchCase {
  readonly name: string;
  readonly doc: unknown;
  readonly operations: readonly unknown[];
  /** Absent where the patch cannot be applied. */
  readonly expected?: unknown;
}

interface SuiteCase {
  readonly comment?: string;
  readonly doc: unknown;
  readonly patch: readonly Readonly<Record<string, unknown>>[];
  readonly expected?: unknown;
  readonly error?: string;
  readonly disabled?: boolean;
}

/**
 * All cases of the suite, with the field's name in front of their paths. Only those are left out that the suite has
 * switched off because no JSON parser can tell them (two members of one name).
 */
export function jsonPatchCases(field: string): JsonPatchCase[] {
  return Object.entries({ spec_tests: specTests, tests }).flatMap(([file, all]) => {
    const cases = (all as readonly SuiteCase[]).filter(({ disabled, error }) => !disabled || error === undefined);
    return cases.map((one, index) => ({
      name: `${file} ${index}: ${one.comment ?? one.error ?? JSON.stringify(one.patch)}`,
      doc: one.doc,
      operations: one.patch.map((operation) => inField(operation, field)),
      // Without an expectation it is enough that the patch applies: its tests say the rest.
      ...(one.error === undefined ? { expected: 'expected' in one ? one.expected : one.doc } : {}),
    }));
  });
}

function inField(operation: Readonly<Record<string, unknown>>, field: string): unknown {
  const place = (path: unknown): unknown =>
    typeof path === 'string' && (path === '' || path.startsWith('/')) ? `/${field}${path}` : path;
  const moved: Record<string, unknown> = { ...operation };
  for (const key of ['path', 'from']) if (key in operation) moved[key] = place(operation[key]);
  return moved;
}
