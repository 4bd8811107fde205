import { oncePerProcess } from '@/lib/once-per-process'
import { toOpaqueString } from '@/shared/opaque-string'
import { passwordLength } from '@/shared/password-policy'

/**
 * Whether a password is among the most common ones that have been found in breaches: the 18,000 of zxcvbn's list, in lower case, that are long
 * enough to be chosen here. It is read when somebody first chooses a password.
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
