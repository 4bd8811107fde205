'use client'

import { useRouter } from 'next/navigation'
import { startTransition } from 'react'
import type { Locale } from '@/lib/i18n/locale'
import { callApi } from './api'
import type { Theme } from './theme'
import { useNotifier } from './ui/toaster'
import { useFailureText } from './use-failure-text'

type Preference = { theme: Theme } | { language: Locale | null }

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
