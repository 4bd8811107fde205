'use client'

import { useRouter } from 'next/navigation'
import { startTransition, useEffect } from 'react'

const waitingIntervalMs = 15_000

interface RefreshOnReturnProps {
  /** Whether the page waits for something to happen elsewhere, and should look again from time to time. */
  isWaiting?: boolean
}

/** Asks the server again when the reader comes back from another tab, where things may have changed. */
export function RefreshOnReturn({ isWaiting = false }: RefreshOnReturnProps) {
  const router = useRouter()
  useEffect(() => {
    function refresh() {
      if (document.visibilityState === 'visible') startTransition(() => router.refresh())
    }
    const timer = isWaiting ? setInterval(refresh, waitingIntervalMs) : undefined
    document.addEventListener('visibilitychange', refresh)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', refresh)
    }
  }, [router, isWaiting])
  return null
}
