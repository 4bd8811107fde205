import { displayText } from '@/lib/display-text'
import { maxNameLength } from '@/shared/limits'

/** A user's display name, which may be empty. */
export const displayName = displayText(maxNameLength).meta({ examples: ['Ada Lovelace'] })
