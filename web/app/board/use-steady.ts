import { useLayoutEffect, useState } from 'react';

/** An object with the same methods whose identity never changes: each call goes to the one that was rendered last. */
export function useSteady<T extends object>(current: T): T {
  const [{ steady, target }] = useState(() => {
    const target = { current };
    return { target, steady: new Proxy(current, { get: (_first, key) => Reflect.get(target.current, key) }) };
  });
  useLayoutEffect(() => {
    target.current = current;
  });
  return steady;
}
