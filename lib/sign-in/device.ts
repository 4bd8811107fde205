import { randomBytes } from 'node:crypto'
import type { Keys } from '@/lib/config/derived-keys'
import { keyring } from '@/lib/config/keyring'
import { keyOf } from '@/lib/limits/counters'

/*
 * A browser in which someone has signed in: a meaningless name, and a signed device token for each
 * of the last five accounts that signed in there. Its text form is the device cookie. Only we can
 * create one. It grants nothing but a separate quota of failed attempts.
 */

export interface Device {
  name: string
  tokens: readonly string[]
}

const form = /^[\w-]{22}(?:\.[\w-]{43}){0,5}$/
const maxTokens = 5

/** @returns null for a text that is not in the format that we write */
export function readDevice(text: string | undefined): Device | null {
  if (text === undefined || !form.test(text)) return null
  const [name = '', ...tokens] = text.split('.')
  return { name, tokens }
}

export const writeDevice = ({ name, tokens }: Device) => [name, ...tokens].join('.')

/**
 * Whether the device has a signed device token for the account. During a rotation of the master
 * key, either key counts.
 */
export function isKnownDevice({ name, tokens }: Device, account: string): boolean {
  return keyring().all.some((keys) => tokens.includes(tokenOf(name, account, keys)))
}

/**
 * Adds a signed device token for an account that has just been signed in to.
 * @param device null: creates a new device
 */
export function addDeviceToken(device: Device | null, account: string): Device {
  const name = device?.name ?? randomBytes(16).toString('base64url')
  const token = tokenOf(name, account, keyring().current)
  const others = device?.tokens.filter((one) => one !== token) ?? []
  return { name, tokens: [token, ...others].slice(0, maxTokens) }
}

const tokenOf = (name: string, account: string, keys: Keys) =>
  keyOf(['voucher', name, account], keys)
