import { db } from '@/lib/db/client'
import { keyOf } from '@/lib/limits/digest'
import { type Device, isVouchedFor } from '@/lib/sign-in/device-cookie'

/*
 * Where somebody has signed in to an account before: a device, by its cookie, or an address. From there its owner can sign in whatever
 * others try elsewhere.
 */

export interface Place {
  address: string
  device: Device | null
}

/** What tries are counted by: a device, or an address. Neither can call itself the other. */
export type ThrottleKey = readonly ['device' | 'address', string]

export const addressKey = ({ address }: Place): ThrottleKey => ['address', address]

const knownMs = 90 * 86_400_000
/** An address that is used again is not written down each time. */
const renewMs = 60 * 86_400_000

/** The surest that is known of a place: the device is nobody else's, the address may be. */
export async function knownKeyOf(
  account: string,
  place: Place,
  now: Date,
): Promise<ThrottleKey | null> {
  const { device } = place
  if (device && isVouchedFor(device, account)) return ['device', device.name]
  const expire = await knownUntil(rowOf(account, place))
  return expire && expire > now ? addressKey(place) : null
}

/** Remembers, for a while, that somebody has signed in to the account from this address. */
export async function rememberAddress(account: string, place: Place, now: Date): Promise<void> {
  const key = rowOf(account, place)
  const known = await knownUntil(key)
  if (known && known.getTime() - now.getTime() > renewMs) return
  const expire = new Date(now.getTime() + knownMs)
  await db().rateLimit.upsert({
    where: { key },
    create: { key, points: 0, expire },
    update: { expire },
  })
}

/** Beside the counts, with their digests and their expiry. */
const rowOf = (account: string, place: Place) => `known:${keyOf([account, ...addressKey(place)])}`

async function knownUntil(key: string): Promise<Date | null> {
  const row = await db().rateLimit.findUnique({ where: { key }, select: { expire: true } })
  return row?.expire ?? null
}
