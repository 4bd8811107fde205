import { z } from 'zod'
import { displayName } from '@/lib/accounts/display-name'
import { emailAddress } from '@/lib/accounts/email'
import { lengthFault, passwordLength } from '@/shared/password-policy'

const { min: minLength, max: maxLength } = passwordLength

const password = { format: 'password', examples: ['a long passphrase of my own'] }

/**
 * A new password: any Unicode. lib/accounts/password-fault.ts checks whether others would guess it,
 * and lib/accounts/password.ts normalises its spelling.
 */
export const newPassword = z
  .string('Give a password.')
  .refine((text) => lengthFault(text) !== 'tooShort', `Use at least ${minLength} characters.`)
  .refine((text) => lengthFault(text) !== 'tooLong', `Use at most ${maxLength} characters.`)
  .refine((text) => !/\p{Cs}/u.test(text), 'The text is not valid Unicode.')
  .meta({ ...password, minLength, maxLength })

/** A password that is presented to be verified. */
export const presentedPassword = z
  .string('Give a password.')
  .min(1, 'Give a password.')
  .max(4 * maxLength, 'The password is too long.')
  .meta(password)

export const signUpInput = z.strictObject({
  email: emailAddress,
  password: newPassword,
  name: displayName.default(''),
})

export const signInInput = z.strictObject({ email: emailAddress, password: presentedPassword })

export const passwordChangeInput = z.strictObject({
  currentPassword: presentedPassword,
  newPassword,
})
