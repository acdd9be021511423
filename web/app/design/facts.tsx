import type { ReactNode } from 'react';

interface FactsProps {
  readonly facts: readonly ReactNode[];
  readonly className?: string;
}

/** Facts one after the other, a dot between two of them. None where a line ends: each has its dot before it, which is cut off at the left. */
export function Facts({ facts, className = '' }: FactsProps) {
  return (
    <span className={`block overflow-hidden ${className}`}>
      <span className="-ml-3.5 flex flex-wrap">
        {facts.map((fact, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: what they say is all that tells them apart.
            key={index}
            className="relative min-w-0 pl-3.5 before:absolute before:left-0 before:w-3.5 before:text-center before:content-['·'_/_'']"
          >
            {fact}{' '}
          </span>
        ))}
      </span>
    </span>
  );
}
