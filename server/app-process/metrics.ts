import { probeDatabase } from '@/lib/db/ready'
import { appMetrics, gauge, type Metric } from '@/lib/metrics/expose'

/** Returns the counters of the app's thread and the current state of the database. */
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
