import type { SourceType } from '../inbox/intake/draft';
import type { Mapping, MappingRule } from '../inbox/intake/mapping';
import type { SignatureScheme } from '../inbox/intake/webhook-signatures';

/** Somebody who may bring webhooks. */
export interface WebhookSource {
  readonly name: string;
  readonly description: string;
  readonly scheme: SignatureScheme;
  /** Its secrets, sealed. */
  readonly sealedSecrets: string;
  readonly mapping: Mapping;
  readonly types: Readonly<Record<string, SourceType>>;
  readonly enabled: boolean;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** What can be changed of a source after it was made. */
export type SourceChange = Partial<
  Pick<WebhookSource, 'description' | 'scheme' | 'sealedSecrets' | 'mapping' | 'types' | 'enabled'>
>;

interface Row {
  readonly name: string;
  readonly description: string;
  readonly scheme: string;
  readonly secrets: string;
  readonly mapping: string | null;
  readonly types: string;
  readonly enabled: number;
  readonly created_by: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** The source with this name; null for none. */
export async function findSource(db: D1Database, name: string): Promise<WebhookSource | null> {
  const row = await db.prepare('SELECT * FROM webhook_sources WHERE name = ?1').bind(name).first<Row>();
  return row === null ? null : sourceOf(row);
}

/** All sources, by name. */
export async function listSources(db: D1Database): Promise<WebhookSource[]> {
  const { results } = await db.prepare('SELECT * FROM webhook_sources ORDER BY name').all<Row>();
  return results.map(sourceOf);
}

/** Keeps a new source; `taken` when its name is, `full` when there are `max` of them already. */
export async function insertSource(db: D1Database, source: WebhookSource, max: number): Promise<'made' | 'taken' | 'full'> {
  const { meta } = await db
    .prepare(
      `INSERT INTO webhook_sources (name, description, scheme, secrets, mapping, types, enabled, created_by, created_at, updated_at)
       SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10
       WHERE (SELECT count(*) FROM webhook_sources) < ?11
       ON CONFLICT (name) DO NOTHING`,
    )
    .bind(
      source.name,
      source.description,
      source.scheme,
      source.sealedSecrets,
      mappingText(source.mapping),
      JSON.stringify(source.types),
      source.enabled ? 1 : 0,
      source.createdBy,
      source.createdAt,
      source.updatedAt,
      max,
    )
    .run();
  if (meta.changes > 0) return 'made';
  return (await findSource(db, source.name)) === null ? 'full' : 'taken';
}

/** Changes a source; null when there is none. */
export async function updateSource(
  db: D1Database,
  name: string,
  change: SourceChange,
  nowMs: number,
): Promise<WebhookSource | null> {
  const row = await db
    .prepare(
      `UPDATE webhook_sources SET
         description = coalesce(?2, description), scheme = coalesce(?3, scheme), secrets = coalesce(?4, secrets),
         mapping = CASE ?5 WHEN 1 THEN ?6 ELSE mapping END, types = coalesce(?7, types), enabled = coalesce(?8, enabled),
         updated_at = ?9
       WHERE name = ?1 RETURNING *`,
    )
    .bind(
      name,
      change.description ?? null,
      change.scheme ?? null,
      change.sealedSecrets ?? null,
      change.mapping === undefined ? 0 : 1,
      change.mapping === undefined ? null : mappingText(change.mapping),
      change.types === undefined ? null : JSON.stringify(change.types),
      change.enabled === undefined ? null : change.enabled ? 1 : 0,
      new Date(nowMs).toISOString(),
    )
    .first<Row>();
  return row === null ? null : sourceOf(row);
}

/** Removes a source and the log of what it brought. Answers whether it was there. */
export async function deleteSource(db: D1Database, name: string): Promise<boolean> {
  const [removed] = await db.batch([
    db.prepare('DELETE FROM webhook_sources WHERE name = ?1').bind(name),
    db.prepare('DELETE FROM webhook_deliveries WHERE source = ?1').bind(name),
  ]);
  return (removed?.meta.changes ?? 0) > 0;
}

function mappingText(mapping: Mapping): string | null {
  return mapping === null ? null : JSON.stringify(mapping);
}

function sourceOf(row: Row): WebhookSource {
  return {
    name: row.name,
    description: row.description,
    scheme: row.scheme as SignatureScheme,
    sealedSecrets: row.secrets,
    mapping: row.mapping === null ? null : (JSON.parse(row.mapping) as readonly MappingRule[]),
    types: JSON.parse(row.types) as Record<string, SourceType>,
    enabled: row.enabled === 1,
    createdBy: row.created_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
