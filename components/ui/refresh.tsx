'use client'

import { useRouter } from 'next/navigation'
import {
  createContext,
  type ReactNode,
  startTransition,
  use,
  useLayoutEffect,
  useState,
} from 'react'
import { useNotifier } from './toaster'

/** How a change is reported once the page shows it. */
interface Report {
  toast: string
  /** The id of the element that receives focus, because the pressed button may be gone. */
  focus: string
}

const RefreshContext = createContext<((report: Report) => void) | null>(null)

/**
 * Returns a function that renders the page on the server again, after the API has changed
 * something. Until the new page is there, the old one stays, with the pending state of the pressed
 * button. State that changes in the same transition changes together with the page.
 */
export function useRefresh(): (report: Report) => void {
  const refresh = use(RefreshContext)
  if (!refresh) throw new Error('useRefresh needs a RefreshProvider around it')
  return refresh
}

export function RefreshProvider({ children }: { children: ReactNode }) {
  const router = useRouter()
  const { toast } = useNotifier()
  const [report, setReport] = useState<Report>()

  // React commits the report together with the new page, so the element is there.
  useLayoutEffect(() => {
    if (!report) return
    document.getElementById(report.focus)?.focus()
    toast(report.toast)
  }, [report, toast])

  const [refresh] = useState(() => (next: Report) => {
    startTransition(() => {
      router.refresh()
      setReport(next)
    })
  })

  return <RefreshContext value={refresh}>{children}</RefreshContext>
}
