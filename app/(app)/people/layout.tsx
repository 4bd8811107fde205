import type { ReactNode } from 'react'
import { requireOwner } from '@/lib/sessions/viewer'

/** Wraps the loading state, so that a member is refused before any of the page is sent. */
export default async function PeopleLayout({ children }: { children: ReactNode }) {
  await requireOwner('/people')
  return children
}
