import { isDatabaseReady } from '@/lib/db/ready'

/** Asks the database something small. @returns whether it answered and holds every migration, and how long that took */
export async function probeDatabase(): Promise<{ isReady: boolean; milliseconds: number }> {
  const from = performance.now()
  const isReady = await isDatabaseReady().catch(() => false)
  return { isReady, milliseconds: performance.now() - from }
}
