/** Who is to be told. */
export type Audience =
  | { readonly kind: 'people'; readonly people: readonly string[] }
  /** The members of a trip. */
  | { readonly kind: 'trip'; readonly trip: string }
  /** Those who subscribed to a type. */
  | { readonly kind: 'type'; readonly type: string }
  /** Everybody who was ever here, or those of them whom the filter finds. */
  | { readonly kind: 'everyone'; readonly filter: TravelFilter };

/** Finds people by their trips; null: anything. Archived and deleted trips do not count. */
export interface TravelFilter {
  /** Text in the title or the destination. */
  readonly destination: string | null;
  /** Days `YYYY-MM-DD`: the trip has one of them. */
  readonly from: string | null;
  readonly to: string | null;
}

/** Recipients in the order of their ids. */
export interface AudiencePage {
  readonly people: readonly string[];
  /** The next page comes after this person; null on the last one. */
  readonly after: string | null;
}

/** Reads recipients: `after` this person (null: from the first), at most `limit`. */
export type ReadAudience = (audience: Audience, after: string | null, limit: number) => Promise<AudiencePage>;
