import { z } from 'zod'
import { displayName } from '@/lib/accounts/display-name'
import { languages, themes } from '@/shared/preferences'

export const profileInput = z.strictObject({
  display_name: displayName.optional(),
  language: z
    .enum(languages, 'Use en or fr.')
    .nullable()
    .optional()
    .meta({ description: "Null: the browser's." }),
  theme: z.enum(themes, 'Use system, light or dark.').optional(),
})
