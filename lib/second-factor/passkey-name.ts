import { displayText } from '@/lib/display-text'
import { maxNameLength } from '@/shared/limits'

export const passkeyName = displayText(maxNameLength)
  .min(1, 'Give the passkey a name.')
  .meta({ examples: ['Laptop'] })
