import type { Sent } from '@/lib/limits/bad-tokens'
import { count } from '@/lib/limits/counters'
import type { Count } from '@/lib/limits/policies'

/**
 * Adds counts that the threads of all processes have buffered to those in the database.
 * @returns the resulting totals, in the same order
 */
export async function countBadTokens(sent: Sent[]): Promise<Count[]> {
  const counts: Count[] = []
  for (const { address, count: some } of sent)
    counts.push(await count('bad-token', [address], some))
  return counts
}
