import { cookies, headers } from 'next/headers'
import { env } from '@/lib/config/settings'
import { clientHeader } from '@/lib/http/client-address'
import { ownCookie, readOwnCookie } from '@/lib/sessions/own-cookie'
import { readDevice, vouchFor, writeDevice } from '@/lib/sign-in/device-cookie'
import { type Place, rememberAddress } from '@/lib/sign-in/known-devices'

/** As long as browsers keep one. */
const deviceCookie = () => ownCookie('device', { sameSite: 'lax', maxAge: 400 * 86_400 })

/** Where this request comes from. */
export async function getSignInSource(): Promise<Place> {
  const device = await readOwnCookie('device')
  return { address: (await headers()).get(clientHeader) ?? '', device: readDevice(device) }
}

/** From here somebody has just signed in to the account: whoever comes from here again is let try. */
export async function rememberDevice(account: string, place: Place): Promise<void> {
  if (env().rateLimit === 'off') return
  const { name, options } = deviceCookie()
  ;(await cookies()).set(name, writeDevice(vouchFor(place.device, account)), options)
  await rememberAddress(account, place, new Date())
}
