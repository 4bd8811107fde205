import type { Sent } from '@/lib/limits/bad-tokens'
import { count } from '@/lib/limits/counters'
import type { Count } from '@/lib/limits/policies'

/** Adds up what the threads of all processes have counted in memory. */
export async function countBadTokens(sent: Sent[]): Promise<Count[]> {
  const counts: Count[] = []
  for (const { address, count: some } of sent)
    counts.push(await count('bad-token', [address], some))
  return counts
}
