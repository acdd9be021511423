const wordChars = 8;
const responses = ['ACCEPTED', 'TENTATIVE', 'DECLINED'];

/**
 * Somebody who edits an event: in turn they type in the title, write the location, answer the invitation and keep
 * something in the extensions. An edit says what is meant, in no server's language:
 * `{ path, at, remove, insert }` of a text or `{ path, value }` of anything else; in a path, `{ id }` is a person's
 * attendance. Remembers what must be there in the end.
 */
export class EventEditor {
  #index;
  #turn;
  #count = 0;
  /** Characters of this person in the title. */
  #typed = 0;
  #isTakingBack = false;
  #locations = new Set();
  #response = null;
  #kept = null;

  /** @param {number} index below 10: a person types their own digit, so that it shows whose a character is */
  constructor(index) {
    this.#index = index;
    this.#turn = index;
  }

  get userId() {
    return `person-${this.#index}`;
  }

  /**
   * @param {object} view the event as this person sees it
   * @param {boolean} isSettled whether the view has all that they did. Else they do not type: what the title would be is
   * not known to them.
   */
  next(view, isSettled) {
    const edits = [() => this.#type(view.title), () => this.#writeLocation(), () => this.#respond(), () => this.#keep()];
    this.#count++;
    if (this.#turn % edits.length === 0 && !isSettled) this.#turn++;
    return edits[this.#turn++ % edits.length]();
  }

  /** What is not in the event as it must be, in words; null when everything is. */
  findLoss(view) {
    const typed = view.title.split(String(this.#index)).length - 1;
    if (typed !== this.#typed) return `${typed} of the ${this.#typed} characters of ${this.userId} are in the title`;
    const { response_status } = view.attendees.find(({ user_id }) => user_id === this.userId);
    if (this.#response !== null && response_status !== this.#response) return `${this.userId} has ${response_status}`;
    const kept = view.extensions[this.userId];
    if (this.#kept !== null && JSON.stringify(kept) !== JSON.stringify(this.#kept))
      return `${this.userId} kept ${JSON.stringify(kept)}`;
    return null;
  }

  /** Whether this person wrote this location. */
  hasWritten(location) {
    return this.#locations.has(location);
  }

  /** A word, character by character, and back again. */
  #type(title) {
    if (this.#typed >= wordChars) this.#isTakingBack = true;
    if (this.#typed === 0) this.#isTakingBack = false;
    const own = title.lastIndexOf(String(this.#index));
    if (this.#isTakingBack) {
      this.#typed--;
      return { path: ['title'], at: own, remove: title[own], insert: '' };
    }
    this.#typed++;
    return { path: ['title'], at: own === -1 ? title.length : own + 1, remove: '', insert: String(this.#index) };
  }

  #writeLocation() {
    const value = `Room ${this.#count} of ${this.userId}`;
    this.#locations.add(value);
    return { path: ['location'], value };
  }

  #respond() {
    this.#response = responses[this.#count % responses.length];
    return { path: ['attendees', { id: this.userId }, 'response_status'], value: this.#response };
  }

  #keep() {
    this.#kept = { count: this.#count, label: 'kept by another system' };
    return { path: ['extensions', this.userId], value: this.#kept };
  }
}
