import { placesRefused } from '@/lib/api/refused-places'
import { ProblemError } from '@/lib/http/problem'

/* Problems that several resources of services answer, with the same wording. */

export const serviceNotFound = () => new ProblemError('not_found', 'There is no such service.')

export function serviceExists(): ProblemError {
  const message = 'There is already a service with this name.'
  return new ProblemError('service_exists', message, { errors: [{ path: 'name', message }] })
}

/**
 * A user who may not use a service does not learn whether there is one.
 * @param places in the list
 */
export const servicesRefused = (places: number[]) =>
  placesRefused(
    'services',
    places,
    'There is no such service, or the user of the token may not use it.',
  )
