/** Does something with each of some things, with at most `width` of them at the same time. Answers in their order. */
export async function inParallel<T, Result>(
  things: readonly T[],
  width: number,
  work: (thing: T) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < things.length) {
      const index = next++;
      results[index] = await work(things[index] as T);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, things.length) }, worker));
  return results;
}
