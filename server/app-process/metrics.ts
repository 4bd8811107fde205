import { probeDatabase } from '@/lib/db/probe'
import { appMetrics, gauge, type Metric } from '@/lib/metrics/expose'

/** What the app's thread counts, and how it finds the database at this moment. */
export async function collectInApp(): Promise<Metric[]> {
  const { isReady, milliseconds } = await probeDatabase()
  const only = (value: number) => [{ value, labels: {} }]
  return [
    ...appMetrics(),
    gauge(
      'jeton_database_ready',
      '1: the database answers and holds every migration.',
      only(Number(isReady)),
      'min',
    ),
    gauge(
      'jeton_database_probe_seconds',
      'How long it took to find that out.',
      only(milliseconds / 1000),
    ),
  ]
}
