import { ProblemError } from '@/lib/http/problem'

/**
 * Returns the problem of a new password that the policy refuses.
 * @param path the input field that contains the password
 * @param message the fault of the password
 */
export const passwordRefused = (path: string, message: string) =>
  new ProblemError('input_invalid', `${path}: ${message}`, { errors: [{ path, message }] })
