import { z } from 'zod'
import { maxNameLength, usageInterval } from '@/shared/limits'

/**
 * An API token as the API and the pages show it, without the API token secret. Times are RFC 3339,
 * UTC.
 */
export const apiTokenRow = z
  .object({
    id: z.uuid(),
    name: z.string().meta({ maxLength: maxNameLength, examples: ['deploy'] }),
    description: z
      .string()
      .meta({ description: "NocoDB's word for the name.", examples: ['deploy'] }),
    token_hint: z.string().meta({
      description: 'The form of the token and its last four characters.',
      examples: ['jtn_…0Qx1'],
    }),
    fk_user_id: z.uuid(),
    created_by: z.string().meta({
      description: "Its user's email address, as NocoDB answers.",
      examples: ['ada@example.com'],
    }),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    last_used_at: z.iso.datetime().nullable(),
    use_count: z
      .int()
      .min(0)
      .meta({ description: `How often it was accepted, up to ${usageInterval.words} ago.` }),
    services: z
      .array(z.string())
      .nullable()
      .meta({
        description:
          'The names of the only services that accept it; null: all that its user may use.',
        examples: [null, ['wiki']],
      }),
    previous_ends_at: z.iso.datetime().nullable().meta({
      description: 'After a rotation: until when the previous secret works; null if it does not.',
    }),
    previous_last_used_at: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'When the previous secret was last used since; null if it was not.' }),
    previous_last_used_by: z
      .string()
      .nullable()
      .meta({
        description:
          'The service at which that was; empty if none named itself; null if it was not used.',
        examples: [null, 'wiki'],
      }),
  })
  .meta({ id: 'ApiToken' })

export type ApiTokenRow = z.infer<typeof apiTokenRow>

/** The example has the form of a token, but not its checksum. */
export const apiTokenText = z.string().meta({
  pattern: '^jtn_[0-9A-Za-z]{36}$',
  examples: [`jtn_${'0'.repeat(36)}`],
})

/** A new API token. Only this response contains the API token secret. */
export const createdApiToken = apiTokenRow
  .extend({ token: apiTokenText })
  .meta({ id: 'NewApiToken' })

export type NewApiToken = z.infer<typeof createdApiToken>
