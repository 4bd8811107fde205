import { oncePerProcess } from '@/lib/once-per-process'
import { passwordLength, toOpaqueString } from '@/shared/password-policy'

/**
 * Whether a password is among the most common ones found in breaches: the 18,000 of zxcvbn's list,
 * in lower case, that reach the minimum length. The list is loaded on the first call.
 */
export async function isCommonPassword(password: string): Promise<boolean> {
  return (await commonPasswords()).has(toOpaqueString(password).toLowerCase())
}

const commonPasswords = oncePerProcess('common-passwords', async () => {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return new Set(
    dictionary['passwords-common'].map(String).filter(({ length }) => length >= passwordLength.min),
  )
})
