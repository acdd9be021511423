import { useEffect, useState } from 'react';

/** A clock that is wrong by hours keeps nobody waiting longer than this; the server decides in the end. */
const maxSeconds = 60;

/** The seconds until a time (ISO 8601), counted down; 0 from then on. */
export function useSecondsUntil(time: string): number {
  const [nowMs, setNowMs] = useState(Date.now);
  const seconds = Math.min(maxSeconds, Math.max(0, Math.ceil((Date.parse(time) - nowMs) / 1000)));
  const isOver = seconds === 0;
  useEffect(() => {
    setNowMs(Date.now());
    if (isOver) return;
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [isOver]);
  return seconds;
}
