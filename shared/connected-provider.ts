import { z } from 'zod'

/** The OpenID provider, and the signed-in user's connection with it. */
export const connectedProvider = z
  .object({
    name: z.string().meta({ examples: ['Authelia'] }),
    connected_at: z.iso.datetime().nullable().meta({ description: 'Null: not connected.' }),
  })
  .meta({ id: 'ConnectedProvider' })

export type ConnectedProvider = z.infer<typeof connectedProvider>
