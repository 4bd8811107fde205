import { KeyedSemaphore } from '@/lib/keyed-semaphore'
import { oncePerProcess } from '@/lib/once-per-process'
import type { Subject } from '@/shared/principal'

const semaphores = oncePerProcess('create-api-token', () => new KeyedSemaphore(1))

/**
 * Runs one user's concurrent creates one after the other, so that they wait here and do not each
 * hold a database connection.
 */
export const createInTurn = <T>({ id }: Subject, create: () => Promise<T>): Promise<T> =>
  semaphores().pass(id, create)
