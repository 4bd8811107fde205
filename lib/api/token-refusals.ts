import { ProblemError } from '@/lib/http/problem'

/* Problems that several resources of tokens answer, with the same wording. */

export const ownTokenNotFound = () => new ProblemError('not_found', 'You have no such token.')

/** For a secret that was replaced. */
export const previousNotFound = () =>
  new ProblemError('not_found', 'There is no such token, or no old secret of it works.')

export const rotationInProgress = () =>
  new ProblemError(
    'rotation_in_progress',
    'The old secret still works. End it, or wait until its time is over.',
  )
