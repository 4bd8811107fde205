import { displayText } from '@/lib/display-text'
import { maxNameLength } from '@/shared/limits'

/** The name of a group. Commas separate the names of several, on the pages as in settings. */
export const groupName = displayText(maxNameLength)
  .min(1, 'Give the group a name.')
  .refine((name) => !name.includes(','), 'The name of a group has no comma.')

/** Two names with the same key are one group: they look alike, or differ by case alone. */
export const groupKey = (name: string) => name.normalize('NFKC').toLowerCase().normalize('NFKC')
