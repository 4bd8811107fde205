import type { ReactNode } from 'react'
import { requireViewer } from '@/lib/auth/viewer'

/** Above the loading state, so that a visitor is sent to the door before any of the page is. */
export default async function SessionsLayout({ children }: { children: ReactNode }) {
  await requireViewer('/account/sessions')
  return children
}
