import type { PersonRow } from '@/shared/person-row'

/** As much of a user as a dialog about them needs. */
export type Named = Pick<PersonRow, 'id' | 'kind' | 'email' | 'display_name'>

export const nameOf = ({ display_name: name, email }: Pick<Named, 'display_name' | 'email'>) =>
  name || email
