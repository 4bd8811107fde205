'use client'

import { useRouter } from 'next/navigation'
import { startTransition, useEffect } from 'react'

/** Asks the server again when the reader comes back from another tab, where things may have changed. */
export function RefreshOnReturn() {
  const router = useRouter()
  useEffect(() => {
    function refresh() {
      if (document.visibilityState === 'visible') startTransition(() => router.refresh())
    }
    document.addEventListener('visibilitychange', refresh)
    return () => document.removeEventListener('visibilitychange', refresh)
  }, [router])
  return null
}
