import { z } from 'zod'
import { languages, themes } from '@/lib/preferences'
import { displayName } from '@/lib/users/display-name'

export const profileInput = z.strictObject({
  display_name: displayName.optional(),
  language: z
    .enum(languages, 'Use en or fr.')
    .nullable()
    .optional()
    .meta({ description: "Null: the browser's." }),
  theme: z.enum(themes, 'Use system, light or dark.').optional(),
})
