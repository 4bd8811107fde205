'use client'

import { useRouter } from 'next/navigation'
import {
  createContext,
  type ReactNode,
  startTransition,
  use,
  useCallback,
  useEffect,
  useRef,
} from 'react'
import { callApi } from '@/components/api'
import { noteAccountShown } from './account-shown'
import { onSessionEnd } from './session-channel'

const LookContext = createContext<() => void>(() => {})

/** Asks the server whether the page still shows what is there, and for whom. */
export const useLook = () => use(LookContext)

interface SessionWatchProps {
  /** Whose account the page shows. */
  userId: string
  children: ReactNode
}

/**
 * Looks again when the reader comes back to the page, where much may have changed elsewhere, and when another window of this browser has
 * logged out. A page whose session is over is left for the sign-in page; one that shows an account other than the one that is signed in
 * begins anew.
 */
export function SessionWatch({ userId, children }: SessionWatchProps) {
  const look = useLookAgain(userId)
  useEffect(noteAccountShown, [])
  useEffect(() => onSessionEnd(look), [look])
  useEffect(() => onReturn(look), [look])
  return <LookContext value={look}>{children}</LookContext>
}

function useLookAgain(userId: string) {
  const router = useRouter()
  const latest = useRef(0)
  return useCallback(async () => {
    latest.current += 1
    const own = latest.current
    // Where the session is over, the call itself leaves.
    const result = await callApi<{ id: string }>('GET', '/api/v1/auth/user/me')
    // A page that is drawn anew while the server is away would be lost, and what was typed with it.
    if (result.kind !== 'data' || own !== latest.current) return
    if (result.data.id !== userId) return location.reload()
    startTransition(() => router.refresh())
  }, [router, userId])
}

/** @returns what ends it */
function onReturn(look: () => void): () => void {
  const whenVisible = () => document.visibilityState === 'visible' && look()
  document.addEventListener('visibilitychange', whenVisible)
  addEventListener('focus', look)
  addEventListener('pageshow', reloadIfKept)
  return () => {
    document.removeEventListener('visibilitychange', whenVisible)
    removeEventListener('focus', look)
    removeEventListener('pageshow', reloadIfKept)
  }
}

/** Back and Forward bring a page as it was left, of a session that may be over. It is not seen before the server has said so. */
function reloadIfKept({ persisted }: PageTransitionEvent): void {
  if (!persisted) return
  document.documentElement.hidden = true
  location.reload()
}
