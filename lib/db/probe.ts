import { isDatabaseReady } from '@/lib/db/ready'

/**
 * Sends a small query to the database.
 * @returns whether it answered and has every migration, and the duration
 */
export async function probeDatabase(): Promise<{ isReady: boolean; milliseconds: number }> {
  const from = performance.now()
  const isReady = await isDatabaseReady().catch(() => false)
  return { isReady, milliseconds: performance.now() - from }
}
