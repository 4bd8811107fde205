import { cookies, headers } from 'next/headers'
import { ownCookie, readOwnCookie } from '@/lib/auth/own-cookie'
import { env } from '@/lib/env'
import { clientHeader } from '@/lib/http/client-address'
import { readDevice, vouchFor, writeDevice } from '@/lib/limits/device'
import { type Place, rememberAddress } from '@/lib/limits/places'

/** As long as browsers keep one. */
const deviceCookie = () => ownCookie('device', { sameSite: 'lax', maxAge: 400 * 86_400 })

/** Where this request comes from. */
export async function getPlace(): Promise<Place> {
  const device = await readOwnCookie('device')
  return { address: (await headers()).get(clientHeader) ?? '', device: readDevice(device) }
}

/** From here somebody has just signed in to the account: whoever comes from here again is let try. */
export async function welcome(account: string, place: Place): Promise<void> {
  if (env().rateLimit === 'off') return
  const { name, options } = deviceCookie()
  ;(await cookies()).set(name, writeDevice(vouchFor(place.device, account)), options)
  await rememberAddress(account, place, new Date())
}
