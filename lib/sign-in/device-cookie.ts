import { cookies } from 'next/headers'
import { ownCookie, readOwnCookie } from '@/lib/sessions/own-cookie'
import { type Device, readDevice, writeDevice } from '@/lib/sign-in/device'

/** The maximum lifetime that browsers allow. */
const maxAgeSeconds = 400 * 86_400

/** Returns the device of this request. */
export const readDeviceCookie = async (): Promise<Device | null> =>
  readDevice(await readOwnCookie('device'))

/** @param device as a sign-in or sign-up has returned it: null sets no cookie */
export async function setDeviceCookie(device: Device | null): Promise<void> {
  if (!device) return
  const { name, options } = ownCookie('device', { sameSite: 'lax', maxAge: maxAgeSeconds })
  ;(await cookies()).set(name, writeDevice(device), options)
}
