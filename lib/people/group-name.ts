import { displayText } from '@/lib/display-text'
import { maxGroupNameLength } from '@/shared/limits'

/** The name of a group, which may have commas. */
export const groupName = displayText(maxGroupNameLength)
  .min(1, 'Give the group a name.')
  .meta({ examples: ['operations'] })

/** Two names with the same key are one group: they look alike, or differ by case alone. */
export const groupKey = (name: string) => name.normalize('NFKC').toLowerCase().normalize('NFKC')
