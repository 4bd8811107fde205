import type { ReactNode } from 'react'
import { requireViewer } from '@/lib/sessions/viewer'

/**
 * Returns a layout that wraps the loading state, so that a visitor is redirected before any of the
 * page is sent.
 * @param path of the page, to return to after signing in
 */
export function membersOnly(path: string) {
  return async function MembersOnly({ children }: { children: ReactNode }) {
    await requireViewer(path)
    return children
  }
}
