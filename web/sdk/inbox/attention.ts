import type { Page } from '../network';

/** Who has not touched the page for this long is taken for idle, in milliseconds. */
export const idleAfterMs = 300_000;

/** Whether somebody does something in front of this page: whom a message on the screen reaches, needs no other. */
export class Attention {
  readonly #page: Page;
  readonly #changed: (status: 'active' | 'idle') => void;
  readonly #stopWatching: (() => void)[];
  #status: 'active' | 'idle';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(page: Page, changed: (status: 'active' | 'idle') => void) {
    this.#page = page;
    this.#changed = changed;
    this.#status = page.isHidden() ? 'idle' : 'active';
    this.#stopWatching = [page.onChange(() => this.#look()), page.onInput(() => this.#look())];
    this.#look();
  }

  get status(): 'active' | 'idle' {
    return this.#status;
  }

  stop(): void {
    clearTimeout(this.#timer);
    for (const stop of this.#stopWatching) stop();
  }

  #look(): void {
    clearTimeout(this.#timer);
    if (this.#page.isHidden()) return this.#set('idle');
    this.#timer = setTimeout(() => this.#set('idle'), idleAfterMs);
    this.#set('active');
  }

  #set(status: 'active' | 'idle'): void {
    if (status === this.#status) return;
    this.#status = status;
    this.#changed(status);
  }
}
