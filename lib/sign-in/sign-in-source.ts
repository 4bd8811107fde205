import { cookies, headers } from 'next/headers'
import { env } from '@/lib/config/settings'
import { clientHeader } from '@/lib/http/client-address'
import { ownCookie, readOwnCookie } from '@/lib/sessions/own-cookie'
import { readDevice, vouchFor, writeDevice } from '@/lib/sign-in/device-cookie'
import { rememberAddress, type SignInSource } from '@/lib/sign-in/known-sources'

/** The maximum lifetime that browsers allow. */
const deviceCookie = () => ownCookie('device', { sameSite: 'lax', maxAge: 400 * 86_400 })

/** Returns the source of this request. */
export async function getSignInSource(): Promise<SignInSource> {
  const device = await readOwnCookie('device')
  return { address: (await headers()).get(clientHeader) ?? '', device: readDevice(device) }
}

/** Makes the source known for the account after a sign-in, so that it has attempts of its own. */
export async function rememberSource(account: string, source: SignInSource): Promise<void> {
  if (env().rateLimit === 'off') return
  const { name, options } = deviceCookie()
  ;(await cookies()).set(name, writeDevice(vouchFor(source.device, account)), options)
  await rememberAddress(account, source, new Date())
}
