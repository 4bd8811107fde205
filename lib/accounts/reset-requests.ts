import { randomInt } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { mailResetLink } from '@/lib/accounts/forgot-password'
import { oncePerProcess } from '@/lib/once-per-process'
import type { Language } from '@/shared/preferences'

/*
 * Requests for a link by mail, which are done some time after their answer, in turn. Only an
 * address with an account takes time. Done at once, it would slow the next request from the same
 * place, and so reveal who has an account. A server that stops meanwhile forgets them: the user
 * asks again.
 */

/** The bounds of the time before the first of the waiting requests is done, in ms. */
const delayMs = [500, 3_000] as const

interface Queue {
  waiting: { email: string; language: Language }[]
  isRunning: boolean
}

const queue = oncePerProcess('reset-requests', (): Queue => ({ waiting: [], isRunning: false }))

/**
 * Has a link mailed later to the user who has this address, if one has and may sign in.
 * @param email in its one spelling
 * @param language of the browser, where the user has not chosen one
 */
export function mailResetLinkLater(email: string, language: Language): void {
  const requests = queue()
  requests.waiting.push({ email, language })
  if (!requests.isRunning) void run(requests)
}

async function run(requests: Queue): Promise<void> {
  requests.isRunning = true
  await setTimeout(randomInt(...delayMs), undefined, { ref: false })
  for (let next = requests.waiting.shift(); next; next = requests.waiting.shift())
    await mailResetLink(next.email, next.language)
  requests.isRunning = false
}
