'use client'

import { useRouter } from 'next/navigation'
import { startTransition } from 'react'
import type { Language, Theme } from '@/lib/preferences'
import { callApi } from './api'
import { useNotifier } from './ui/toaster'
import { useFailureText } from './use-failure-text'

type Preference = { theme: Theme } | { language: Language | null }

/** Keeps a preference on the account, then draws the page anew in it. */
export function usePreference(): (preference: Preference) => Promise<boolean> {
  const router = useRouter()
  const { toast } = useNotifier()
  const failureText = useFailureText()

  return async (preference) => {
    const result = await callApi('PATCH', '/api/v1/user/profile', preference)
    if (result.kind === 'data') startTransition(() => router.refresh())
    else toast(failureText(result))
    return result.kind === 'data'
  }
}
