import { z } from 'zod'

const seconds = z.int().meta({ description: 'Seconds since 1970, UTC.', examples: [1795564800] })

/**
 * The type and user of a token (RFC 7662, section 2.2). For a token that is not accepted, nothing
 * else is disclosed.
 */
export const introspection = z
  .discriminatedUnion('active', [
    z.object({ active: z.literal(false) }),
    z.object({
      active: z.literal(true),
      sub: z.uuid().meta({ description: "The user's id." }),
      username: z.string().meta({ examples: ['ada@example.com'] }),
      name: z.string().meta({ examples: ['Ada Lovelace'] }),
      token_type: z.enum(['api_token', 'auth_token']),
      client_id: z.uuid().optional().meta({ description: "An API token's id." }),
      token_name: z
        .string()
        .optional()
        .meta({ description: "An API token's name.", examples: ['deploy'] }),
      iat: seconds,
      exp: seconds.optional().meta({ description: 'Missing: it does not expire.' }),
    }),
  ])
  .meta({ id: 'Introspection' })

export type Introspection = z.infer<typeof introspection>
