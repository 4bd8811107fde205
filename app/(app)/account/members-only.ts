import type { ReactNode } from 'react'
import { requireViewer } from '@/lib/sessions/viewer'

/**
 * A layout that stands above the loading state, so that a visitor is sent to the door before any of the page is.
 * @param path the page's own: where to come back to
 */
export function membersOnly(path: string) {
  return async function MembersOnly({ children }: { children: ReactNode }) {
    await requireViewer(path)
    return children
  }
}
