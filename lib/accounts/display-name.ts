import { displayText } from '@/lib/display-text'

/** A user's display name: up to 255 characters, or empty. */
export const displayName = displayText(255).meta({ maxLength: 255, examples: ['Ada Lovelace'] })
