import { createHmac } from 'node:crypto'
import { expect } from 'vitest'
import { type PolicyName, policies } from '@/lib/limits/policies'
import type { Answer } from '@/test/support/client'
import { changeDatabase } from '@/test/support/database'
import { keysOf } from '@/test/support/jws'
import { expectProblem } from '@/test/support/problem'
import type { Installation } from '@/test/support/server'

/**
 * Sets the counter of a limit so that `left` more requests pass. At least one must have been
 * counted.
 */
export async function leave(
  server: Installation,
  left: number,
  policy: PolicyName,
  of: string[],
): Promise<void> {
  const digest = createHmac('sha256', keysOf(server.dataDir).limits)
    .update(JSON.stringify(of))
    .digest('base64url')
  await changeDatabase(server, 'UPDATE "RateLimit" SET "points" = ? WHERE "key" = ?', {
    parameters: [policies[policy].quota - left, `${policy}:${digest}`],
  })
}

let addresses = 0

/** @returns an address that no other test has */
export function newAddress(): string {
  addresses += 1
  return `198.18.${addresses >> 8}.${addresses & 255}`
}

/** Expects an answer that states who has to wait, how long, and for which policy. */
export function expectLimited(answer: Answer, policy: string, status = 429): void {
  expectProblem(answer, status, 'rate_limited')
  const { headers } = answer
  const seconds = Number(headers.get('retry-after'))
  expect(seconds).toBeGreaterThan(0)
  const [, quota, windowSeconds] =
    /^"[\w-]+";q=(\d+);w=(\d+)$/.exec(headers.get('ratelimit-policy') ?? '') ?? []
  expect(headers.get('ratelimit-policy')).toBe(`"${policy}";q=${quota};w=${windowSeconds}`)
  expect(headers.get('ratelimit')).toBe(`"${policy}";r=0;t=${seconds}`)
  expect(seconds).toBeLessThanOrEqual(Number(windowSeconds))
}

/** @returns the number of answers by status */
export function statusesOf(answers: Answer[]): Record<number, number> {
  const statuses: Record<number, number> = {}
  for (const { status } of answers) statuses[status] = (statuses[status] ?? 0) + 1
  return statuses
}
