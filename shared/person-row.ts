import { z } from 'zod'
import { maxNameLength } from '@/shared/limits'

export const personRoles = ['owner', 'member'] as const

/** A `service` receives every revocation: docs/decisions/0035-revocation-stream.md. */
export const machineRoles = ['member', 'service'] as const

export const roles = ['owner', 'member', 'service'] as const

export type PersonRole = (typeof personRoles)[number]

export type MachineRole = (typeof machineRoles)[number]

export type Role = (typeof roles)[number]

export const kinds = ['person', 'machine'] as const

export type Kind = (typeof kinds)[number]

export const states = ['active', 'invited', 'disabled'] as const

export type State = (typeof states)[number]

/** A user as the owners see them. Times are RFC 3339, UTC. */
export const personRow = z
  .object({
    id: z.uuid(),
    email: z
      .string()
      .meta({ description: 'That of a machine is generated.', examples: ['ada@example.com'] }),
    display_name: z.string().meta({ maxLength: maxNameLength, examples: ['Ada Lovelace'] }),
    kind: z.enum(kinds),
    role: z.enum(roles).meta({ description: 'Of a machine: member or service.' }),
    roles: z
      .object({ user: z.literal(true), owner: z.literal(true).optional() })
      .meta({ description: 'The role again, as NocoDB writes it.' }),
    state: z.enum(states),
    groups: z.array(z.string()).meta({ description: 'In the order of their names.' }),
    created_at: z.iso.datetime(),
    last_seen_at: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'When a session or the API token was last used.' }),
    has_token: z.boolean().meta({ description: 'Whether there is an API token.' }),
    second_factor: z
      .boolean()
      .meta({ description: 'Whether there is an authenticator app or a passkey.' }),
  })
  .meta({ id: 'Person' })

export type PersonRow = z.infer<typeof personRow>
