import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { serveSchema } from '@/lib/db/postgres/serving'
import { beginSession, connectionSettings } from '@/lib/db/postgres/session'

const retryMs = 500

export interface Listener {
  channel: string
  /**
   * @param schema the schema of the connection; notifications of other schemas of the same database
   * are received, too
   */
  notified(payload: string, schema: string | null): void
  /** Uses the connection until it is cut. An error thrown here cuts it. */
  work(client: pg.Client, cut: AbortSignal): Promise<void>
  /** The connection is lost: everything that depends on it ends now. */
  lost(error: unknown): void
}

/**
 * Listens on a dedicated connection (LISTEN/NOTIFY), and reconnects whenever it is cut.
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
    // Not awaited: it takes long if the server does not answer.
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
  client.on('notification', ({ payload = '' }) => listener.notified(payload, schema))
  await client.query(`LISTEN "${listener.channel}"`)
  await listener.work(client, AbortSignal.any([cut.signal, stop]))
  cut.signal.throwIfAborted()
}

/** Resolves when the signal is aborted, at once if it already is. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort')
}
