import { KeyedSemaphore } from '@/lib/keyed-semaphore'
import { oncePerProcess } from '@/lib/once-per-process'
import type { Subject } from '@/shared/principal'

const turnstile = oncePerProcess('create-api-token', () => new KeyedSemaphore(1))

/** One user's creates that come at once wait for each other here, not each with a connection to the database. */
export const createInTurn = <T>({ id }: Subject, create: () => Promise<T>): Promise<T> =>
  turnstile().pass(id, create)
