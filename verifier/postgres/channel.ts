import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { serveSchema } from '@/lib/db/postgres/serving'
import { beginSession, connectionSettings } from '@/lib/db/postgres/session'

const retryMs = 500

export interface Listener {
  channel: string
  /** @param schema the one that the connection works in: others of the same database are heard, too */
  heard(payload: string, schema: string | null): void
  /** Uses the connection, until it is cut. What it throws cuts it. */
  work(client: pg.Client, cut: AbortSignal): Promise<void>
  /** The connection is no more: what depends on it ends now. */
  lost(error: unknown): void
}

/**
 * Listens on a connection of its own (LISTEN/NOTIFY), and makes another one whenever it was cut.
 * @param queryTimeoutMs how long a query may take before the connection counts as cut
 */
export async function keepListening(
  databaseUrl: string,
  listener: Listener,
  { queryTimeoutMs, stop }: { queryTimeoutMs: number; stop: AbortSignal },
): Promise<void> {
  while (!stop.aborted) {
    const client = new pg.Client({
      ...connectionSettings(databaseUrl),
      query_timeout: queryTimeoutMs,
    })
    try {
      await listen(client, databaseUrl, listener, stop)
    } catch (error) {
      listener.lost(error)
    }
    // Not waited for: where nobody answers, it takes its time.
    client.end().catch(() => {})
    await setTimeout(retryMs, undefined, { signal: stop, ref: false }).catch(() => {})
  }
}

async function listen(
  client: pg.Client,
  databaseUrl: string,
  listener: Listener,
  stop: AbortSignal,
): Promise<void> {
  const cut = new AbortController()
  client.on('error', (error) => cut.abort(error))
  client.on('end', () => cut.abort(new Error('The database ended the connection')))
  cut.signal.addEventListener('abort', () => listener.lost(cut.signal.reason), { once: true })
  await client.connect()
  const schema = await beginSession(client, databaseUrl, { statementTimeoutMs: 0 })
  await serveSchema(client, schema)
  client.on('notification', ({ payload = '' }) => listener.heard(payload, schema))
  await client.query(`LISTEN "${listener.channel}"`)
  await listener.work(client, AbortSignal.any([cut.signal, stop]))
  cut.signal.throwIfAborted()
}

/** Resolves when the signal is given, or was. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort')
}
