import { z } from 'zod'
import { emailAddress, newEmailAddress } from '@/lib/accounts/email'
import { formFault } from '@/lib/accounts/password-fault'
import { displayName } from '@/lib/accounts/schema'
import { passwordLength } from '@/shared/password-policy'

const { min: minLength, max: maxLength } = passwordLength

const password = { format: 'password', examples: ['a long passphrase of my own'] }

/**
 * A new password: any Unicode. The use cases check with `passwordFault` whether others would guess
 * it, and lib/accounts/password.ts normalises its spelling.
 */
const newPassword = z
  .string('Give a password.')
  .superRefine((text, context) => {
    const fault = formFault(text)
    if (fault !== null) context.addIssue(fault)
  })
  .meta({ ...password, minLength, maxLength })

/** A password that is presented to be verified. */
export const presentedPassword = z
  .string('Give a password.')
  .min(1, 'Give a password.')
  .max(4 * maxLength, 'The password is too long.')
  .meta(password)

export const signUpInput = z.strictObject({
  email: newEmailAddress,
  password: newPassword,
  name: displayName.default(''),
  token: z
    .string()
    .max(255, 'The token is too long.')
    .meta({ description: 'Of an invitation, which is for this email address alone.' })
    .optional(),
})

export const passwordSignInInput = z.strictObject({
  email: emailAddress,
  password: presentedPassword,
})

/** Longer than any code; blanks and hyphens are accepted. */
const maxCodeLength = 64

/** A code of an authenticator app, or a recovery code, that is presented to be verified. */
export const presentedCode = z
  .string('Give a code.')
  .min(1, 'Give a code.')
  .max(maxCodeLength, 'The code is too long.')
  .meta({ examples: ['492039'] })

export const secondStepInput = z.strictObject({
  continue_token: z.string('Give the continue token.').meta({
    description: 'Of the answer second_factor_required. It works once, for five minutes.',
  }),
  code: presentedCode.meta({ description: 'Of the authenticator app, or a recovery code.' }),
})

export const signInInput = z.union([passwordSignInInput, secondStepInput])

export const passwordForgotInput = z.strictObject({ email: emailAddress })

export const passwordResetInput = z.strictObject({ password: newPassword })

export const passwordChangeInput = z.strictObject({
  currentPassword: presentedPassword,
  newPassword,
})
