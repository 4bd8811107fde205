import { randomBytes } from 'node:crypto'
import type { Keys } from '@/lib/config/derived-keys'
import { keyring } from '@/lib/config/keyring'
import { keyOf } from '@/lib/limits/digest'

/*
 * A browser in which somebody has signed in: a name that says nothing, and for each account that did so last a voucher, which only we can
 * write. It is worth no more than wrong tries of its own.
 */

export interface Device {
  name: string
  vouchers: readonly string[]
}

const form = /^[\w-]{22}(?:\.[\w-]{43}){0,5}$/
const maxVouchers = 5

/** What a cookie says; null where that is nothing that we write. */
export function readDevice(cookie: string | undefined): Device | null {
  if (cookie === undefined || !form.test(cookie)) return null
  const [name = '', ...vouchers] = cookie.split('.')
  return { name, vouchers }
}

export const writeDevice = ({ name, vouchers }: Device) => [name, ...vouchers].join('.')

/** While the secret is rotated, by either key. */
export function isVouchedFor({ name, vouchers }: Device, account: string): boolean {
  return keyring().all.some((keys) => vouchers.includes(voucherOf(name, account, keys)))
}

/** The device, a new one where there is none, after somebody has signed in to the account. */
export function vouchFor(device: Device | null, account: string): Device {
  const name = device?.name ?? randomBytes(16).toString('base64url')
  const voucher = voucherOf(name, account, keyring().current)
  const others = device?.vouchers.filter((one) => one !== voucher) ?? []
  return { name, vouchers: [voucher, ...others].slice(0, maxVouchers) }
}

const voucherOf = (name: string, account: string, keys: Keys) =>
  keyOf(['voucher', name, account], keys)
