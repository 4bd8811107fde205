import { ProblemError } from '@/lib/http/problem'

/** Enough for honest mistakes, as in lib/http/body.ts. */
const maxErrors = 20

/**
 * A list of which some entries cannot be taken.
 * @param field the name of the list
 * @param places of these entries
 */
export function placesRefused(
  field: 'services' | 'members',
  places: number[],
  message: string,
): ProblemError {
  const errors = places.slice(0, maxErrors).map((place) => ({ path: `${field}.${place}`, message }))
  return new ProblemError('input_invalid', message, { errors })
}
