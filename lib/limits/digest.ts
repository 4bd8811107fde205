import { createHmac } from 'node:crypto'
import type { Keys } from '@/lib/config/derived-keys'
import { keys } from '@/lib/config/keyring'

/** Whom a count is of, such as an account and an address. */
export type Of = readonly string[]

/** What is kept of it: no address and no account can be read from it. */
export const keyOf = (of: Of, { limits }: Pick<Keys, 'limits'> = keys()) =>
  createHmac('sha256', limits).update(JSON.stringify(of)).digest('base64url')
