/** Whether the platform, and not our own code, ended a call of an object: it was reset, moved, or has too much to do. */
export function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { retryable, overloaded, durableObjectReset } = error as Error & Partial<Record<string, unknown>>;
  return retryable === true || overloaded === true || durableObjectReset === true;
}
