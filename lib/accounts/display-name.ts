import { displayText } from '@/lib/display-text'

/** What people want to be called: up to 255 characters, or nothing. */
export const displayName = displayText(255).meta({ maxLength: 255, examples: ['Ada Lovelace'] })
