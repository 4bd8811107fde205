import { z } from 'zod'
import { displayText } from '@/lib/display-text'
import { maxNameLength } from '@/shared/limits'
import { languages, themes } from '@/shared/preferences'

/** A user's display name, which may be empty. */
export const displayName = displayText(maxNameLength).meta({ examples: ['Ada Lovelace'] })

export const profileInput = z.strictObject({
  display_name: displayName.optional(),
  language: z
    .enum(languages, 'Use en or fr.')
    .nullable()
    .optional()
    .meta({ description: "Null: the browser's." }),
  theme: z.enum(themes, 'Use system, light or dark.').optional(),
})
