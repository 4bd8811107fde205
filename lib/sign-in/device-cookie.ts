import { randomBytes } from 'node:crypto'
import type { Keys } from '@/lib/config/derived-keys'
import { keyring } from '@/lib/config/keyring'
import { keyOf } from '@/lib/limits/digest'

/*
 * The cookie of a browser in which someone has signed in: a meaningless name, and a signed device
 * token for each of the last five accounts that signed in there. Only we can create one. It grants
 * nothing but a separate quota of failed attempts.
 */

export interface Device {
  name: string
  vouchers: readonly string[]
}

const form = /^[\w-]{22}(?:\.[\w-]{43}){0,5}$/
const maxVouchers = 5

/**
 * Parses a device cookie.
 * @returns null for a text that is not in the format that we write
 */
export function readDevice(cookie: string | undefined): Device | null {
  if (cookie === undefined || !form.test(cookie)) return null
  const [name = '', ...vouchers] = cookie.split('.')
  return { name, vouchers }
}

export const writeDevice = ({ name, vouchers }: Device) => [name, ...vouchers].join('.')

/**
 * Whether the device has a signed device token for the account. During a rotation of the master
 * key, either key counts.
 */
export function isVouchedFor({ name, vouchers }: Device, account: string): boolean {
  return keyring().all.some((keys) => vouchers.includes(voucherOf(name, account, keys)))
}

/**
 * Adds a signed device token for an account that has just been signed in to.
 * @param device null: creates a new device
 */
export function vouchFor(device: Device | null, account: string): Device {
  const name = device?.name ?? randomBytes(16).toString('base64url')
  const voucher = voucherOf(name, account, keyring().current)
  const others = device?.vouchers.filter((one) => one !== voucher) ?? []
  return { name, vouchers: [voucher, ...others].slice(0, maxVouchers) }
}

const voucherOf = (name: string, account: string, keys: Keys) =>
  keyOf(['voucher', name, account], keys)
