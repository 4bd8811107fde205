import { ProblemError } from '@/lib/http/problem'

/* Problems that several resources of users answer, with the same wording. */

export const userNotFound = () => new ProblemError('not_found', 'There is no such user.')

export const tokenNotFound = () =>
  new ProblemError('not_found', 'There is no such user, or the user has no token.')

export const emailTaken = () =>
  new ProblemError('email_taken', 'There is already a user with this email address.')

export const lastOwner = () =>
  new ProblemError(
    'last_owner',
    'This is the last owner who can sign in. Make somebody else an owner first.',
  )

export const withoutPassword = () =>
  new ProblemError(
    'input_invalid',
    'This user has no password: a machine, somebody who has not joined yet, or who signs in without one.',
  )

export const notMachine = () =>
  new ProblemError(
    'not_a_machine',
    'This is a person, whose API token nobody else may make or read.',
  )

/**
 * Returns the problem of a new password that the policy refuses.
 * @param path the input field that contains the password
 * @param message the fault of the password
 */
export const passwordRefused = (path: string, message: string) =>
  new ProblemError('input_invalid', `${path}: ${message}`, { errors: [{ path, message }] })
