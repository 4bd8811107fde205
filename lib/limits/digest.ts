import { createHmac } from 'node:crypto'
import type { Keys } from '@/lib/config/derived-keys'
import { keys } from '@/lib/config/keyring'

/** The subject of a count, such as an account and an address. */
export type Of = readonly string[]

/** Returns the stored key of a count: a digest that reveals no address and no account. */
export const keyOf = (of: Of, { limits }: Pick<Keys, 'limits'> = keys()) =>
  createHmac('sha256', limits).update(JSON.stringify(of)).digest('base64url')
