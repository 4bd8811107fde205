import { env } from '@/lib/config/settings'
import { db } from '@/lib/db/client'
import { keyOf } from '@/lib/limits/counters'
import { addDeviceToken, type Device, isKnownDevice } from '@/lib/sign-in/device'

/*
 * The sources from which someone has signed in to an account before: a device, by its cookie, or a
 * source address. Attempts from elsewhere do not keep the user from signing in there.
 */

export interface SignInSource {
  address: string
  device: Device | null
}

/** The key by which attempts are counted: a device or an address. Neither can pose as the other. */
export type ThrottleKey = readonly ['device' | 'address', string]

export const addressKey = ({ address }: SignInSource): ThrottleKey => ['address', address]

const knownMs = 90 * 86_400_000
/**
 * An address is renewed only when at most this much time is left, so that not every sign-in writes.
 */
const renewMs = 60 * 86_400_000

/**
 * Returns the most reliable key for a source: a device is used by nobody else, an address may be.
 * @returns null for a source that is not known
 */
export async function knownKeyOf(
  account: string,
  source: SignInSource,
  now: Date,
): Promise<ThrottleKey | null> {
  const { device } = source
  if (device && isKnownDevice(device, account)) return ['device', device.name]
  const expire = await knownUntil(rowOf(account, source))
  return expire && expire > now ? addressKey(source) : null
}

/**
 * Makes the source known for the account after a sign-in, so that it has attempts of its own.
 * @returns the device that the browser has to keep; null where there are no limits
 */
export async function rememberSource(
  account: string,
  source: SignInSource,
): Promise<Device | null> {
  if (env().rateLimit === 'off') return null
  await rememberAddress(account, source, new Date())
  return addDeviceToken(source.device, account)
}

/** Records for `knownMs` that someone has signed in to the account from this address. */
async function rememberAddress(account: string, source: SignInSource, now: Date): Promise<void> {
  const key = rowOf(account, source)
  const known = await knownUntil(key)
  if (known && known.getTime() - now.getTime() > renewMs) return
  const expire = new Date(now.getTime() + knownMs)
  await db().rateLimit.upsert({
    where: { key },
    create: { key, points: 0, expire },
    update: { expire },
  })
}

/** Known addresses share the table of the rate limits, with its digests and its expiry. */
const rowOf = (account: string, source: SignInSource) =>
  `known:${keyOf([account, ...addressKey(source)])}`

async function knownUntil(key: string): Promise<Date | null> {
  const row = await db().rateLimit.findUnique({ where: { key }, select: { expire: true } })
  return row?.expire ?? null
}
