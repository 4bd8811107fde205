/*
 * One round of bench:revocation: an access is taken away while every path to it is asked.
 */
import { Asker } from './asker.mjs'

/**
 * Opens connections to every instance. Those to processes that share a port are spread over them.
 * @param connections to each address
 * @param pauseMs between an answer and the next request
 */
export async function openAskers(addresses, { connections, pauseMs }) {
  const each = (address) =>
    Array.from({ length: connections }, () => Asker.open(address, { pauseMs }))
  return Promise.all(addresses.flatMap(each))
}

/**
 * Takes an access away, and asks every path until it is refused.
 * @param request proves the access
 * @param end takes it away, and resolves when that was answered
 * @param before, after around `end`: what goes wrong meanwhile, and its end
 * @returns `completedMs`: from the first byte of the request that ends the access until the last
 * acceptance arrived; `answeredMs`: until it was answered; `stale`: the number of requests that
 * were sent after that answer, and was accepted
 */
export async function revokeOnce(askers, { request, end, before, after }) {
  let endedAt = Number.POSITIVE_INFINITY
  let lastAcceptedAt = 0
  let stale = 0
  let first = 0
  let begin
  const asked = new Promise((resolve) => {
    begin = resolve
  })
  const watching = askers.map((asker) =>
    asker.watch(request, {
      isFinished: () => endedAt < Number.POSITIVE_INFINITY,
      onFirst: () => {
        first += 1
        if (first >= askers.length) begin()
      },
      onAccepted: (sentAt, answeredAt) => {
        lastAcceptedAt = Math.max(lastAcceptedAt, answeredAt)
        if (sentAt > endedAt) stale += 1
      },
    }),
  )
  await asked
  if (lastAcceptedAt === 0) throw new Error('the access was not there before it was taken away')
  await before?.()
  const begunAt = performance.now()
  await end()
  endedAt = performance.now()
  await after?.()
  await Promise.all(watching)
  return {
    completedMs: Math.max(0, lastAcceptedAt - begunAt),
    answeredMs: endedAt - begunAt,
    stale,
  }
}
