import { oncePerThread } from '@/lib/once-per-thread'
import type { Subject } from '@/lib/principal'
import { Turnstile } from '@/lib/turnstile'

const turnstile = oncePerThread('create-api-token', () => new Turnstile(1))

/** One user's creates that come at once wait for each other here, not each with a connection to the database. */
export const createInTurn = <T>({ id }: Subject, create: () => Promise<T>): Promise<T> =>
  turnstile().pass(id, create)
